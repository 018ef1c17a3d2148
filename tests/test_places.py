"""Places by their names in both scripts and in English."""

import pytest

from qa.fold import fold
from qa.sense.places import NATION, find_places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("廣東省與深圳市", {"广东", "深圳"}),
        ("我国与美國", {NATION, "美国"}),
        ("全国人民代表大会", {NATION}),
        ("Beijing and the United States", {"北京", "美国"}),
        ("印度尼西亚", {"印度尼西亚"}),
        ("云岭桥", set()),
        ("", set()),
        ("黄河北岸", set()),
        ("黃河南岸", set()),
        ("长江西岸", set()),
        ("珠江西岸", set()),
        ("太湖南岸", set()),
        ("中山西路", set()),
        ("中山东路", set()),
        ("昨日本报记者", set()),
        ("今日本报讯", set()),
        ("平台中的数据", set()),
        ("日本报告称", {"日本"}),
        ("如今日本经济", {"日本"}),
        ("其中山西增长", {"山西"}),
        ("河北、河南与江西", {"河北", "河南", "江西"}),
        ("广西湖南两地", {"广西", "湖南"}),
        ("中美贸易额", {"美国"}),
        ("对美出口", {"美国"}),
        ("中日关系", {"日本"}),
        ("中日韩合作", {"日本", "韩国"}),
        ("其中日均客流", set()),
        ("对美好生活的向往", set()),
        ("the u.s. economy", {"美国"}),
        ("indiana", set()),
    ],
)
def test_places(text: str, places: set[str]) -> None:
    assert find_places(fold(text).text) == places
