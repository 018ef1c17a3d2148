"""Every sentence of the page, in simplified and traditional Chinese and in English."""

from __future__ import annotations

from ui.texts.english import EN
from ui.texts.simplified import ZH_CN
from ui.texts.spoken import Texts
from ui.texts.traditional import ZH_TW

__all__ = ["EN", "ZH_CN", "ZH_TW", "Texts"]
