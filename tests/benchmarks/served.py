"""A server of the page in a process of its own, and questions for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import product
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

PATIENCE: Final = 120
"""Seconds after which nothing more is waited for."""

_COMMAND: Final = (sys.executable, "-c", "from qa.cli import main; main()", "chat", "--no-browser")
_ENGLISH: Final = Path(__file__).with_name("english_on_chinese.json")
_CHINESE: Final = (
    "澜江二桥总投资多少亿元", "澜江二桥哪天通车", "澜江二桥主跨多少米", "南塔有多高", "渔浦渡口什么时候停航",
    "夜班N8路票价多少", "谁主持了通车仪式", "柳汀新城规划面积多大", "江豚现在有多少头", "哪些车禁止上桥",
    "澜江隧道力争什么时候开工", "谁率团赴澄川县考察", "高山茶园去年产茶多少吨", "精密铸件产业园有多少家企业",
    "澄川县森林覆盖率是多少", "首次联席会议在哪里召开", "冷链物流中心计划投资多少", "粮食总产量是多少",
    "松阙市2023年地区生产总值是多少", "松阙市2022年一般公共预算收入是多少", "北环快速路全长多少公里",
    "松阙无水港全年发运多少标准箱", "全年接待游客多少万人次", "新增规模以上工业企业多少家",
)  # fmt: skip
_ASKED_IN_CHINESE: Final = (
    ("", "请问", "想问一下，", "我想知道", "麻烦查一下，", "你好，", "报告里说", "再问一句，", "老师问："),
    ("？", "呢？", "？谢谢", "，有吗？", "啊？"),
)
_ASKED_IN_ENGLISH: Final = (
    ("", "Please: ", "Hello, ", "One more: ", "Tell me, ", "And ", "Well, ", "So ", "Excuse me, "),
    ("?", "", "??", "? Thanks", ", please?"),
)
FIRST: Final = f"{_CHINESE[0]}？"
"""A question that the sample reports answer."""

Asking: TypeAlias = Callable[[str], str]
"""Asks a question and returns the first quote."""


class FailedError(Exception):
    """An answer that is none, in the words of the server."""


def questions() -> Iterator[str]:
    """More than 2,000 different ones about the sample reports, so that none is answered from what was remembered."""
    english = [question.removesuffix("?") for question, _ in json.loads(_ENGLISH.read_text(encoding="utf-8"))]
    ways = zip(product(*_ASKED_IN_CHINESE), product(*_ASKED_IN_ENGLISH), strict=True)
    for (before, behind), (ahead, after) in ways:
        for chinese, other in zip(_CHINESE, english, strict=False):
            yield f"{before}{chinese}{behind}"
            yield f"{ahead}{other}{after}"


def told(said: Any) -> str:
    """What the JSON of a failure says."""
    error = said.get("error") if isinstance(said, dict) else None
    return "{kind}: {cause}; {remedy}".format(**error) if isinstance(error, dict) else str(said)[:200]


class Served:
    """A server in a process of its own."""

    def __init__(self, reports: Sequence[str], folder: Path) -> None:
        # in the folder go the conversations, too, which are kept for a person otherwise
        own, log = os.environ | {"XDG_DATA_HOME": str(folder)}, folder / "errors.txt"
        self.started = time.perf_counter()
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [*_COMMAND, *reports], stdout=subprocess.PIPE, stderr=errors, text=True, env=own
            )
        assert self.process.stdout is not None
        line = next((each for each in self.process.stdout if "http://" in each), "")
        if not line:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        self.url = line[line.index("http://") :].strip()
        self.address = time.perf_counter() - self.started

    def connect(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)

    def asking(self) -> Asking:
        """Over one connection, which is opened anew after a failure."""
        connection = self.connect()

        def ask(question: str) -> str:
            body = json.dumps({"question": question}).encode()
            try:
                connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                said = json.loads(response.read())
            except (OSError, HTTPException, ValueError) as error:
                connection.close()
                raise FailedError(type(error).__name__) from error
            if response.status != 200:
                raise FailedError(f"{response.status} {told(said)}")
            return str(said["text"])

        return ask

    def first_answer(self, question: str) -> str:
        """Ask until the reports are open."""
        ask, until = self.asking(), time.perf_counter() + PATIENCE
        while True:
            try:
                return ask(question)
            except FailedError:
                if time.perf_counter() > until:
                    raise
                time.sleep(0.02)

    def memory(self) -> tuple[float, float]:
        """Resident memory now, and the most there was, in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        fields = dict(line.split(":", 1) for line in lines)
        return int(fields["VmRSS"].split()[0]) / 1024, int(fields["VmHWM"].split()[0]) / 1024


@contextmanager
def served(reports: Sequence[str]) -> Iterator[Served]:
    """A server for the time being."""
    with tempfile.TemporaryDirectory(prefix="serving-") as folder:
        server = Served(reports, Path(folder))
        try:
            yield server
        finally:
            server.process.terminate()
            try:
                server.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.process.kill()
                raise


def gradio_asking(url: str) -> Asking:
    """Of a client of its own."""
    from gradio_client import Client

    client: Any = Client(url, verbose=False)
    return lambda question: str(client.predict(question, api_name="/ask")["text"])
