"""Bytes to text: the right codec on real sentences, a refusal where none is without loss."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import DecodingError, FormatError
from qa.ingest.declared import Declared, declared_codec
from qa.ingest.decode import decode
from qa.ingest.plausible import common_characters, log_likelihood

SIMPLIFIED = [
    "市长林澄宣布，新桥将于5月1日正式通车。",
    "去年全县粮食总产量达到四十七万吨，比前年增长百分之三。",
    "医院新增床位三百张。",
    "他说：“这件事我们一定办好。”",
    "第一季度，规模以上工业企业实现利润12.6亿元，同比下降4.8%；亏损企业减少17家。",
    "请各单位于本周五（3月8日）下班前报送材料，逾期不再受理！",
]
TRADITIONAL = [
    "市長林澄宣布，新橋將於5月1日正式通車。",
    "去年全縣糧食總產量達到四十七萬噸，比前年增長百分之三。",
    "醫院新增床位三百張。",
    "他說：「這件事我們一定辦好。」",
    "第一季，規模以上工業企業實現利潤12.6億元，年減4.8%；虧損企業減少17家。",
    "請各單位於本週五（3月8日）下班前報送資料，逾期不再受理！",
]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("codec", ["gb18030", "gbk", "gb2312", *UNICODE])
def test_one_simplified_sentence(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec), "a.txt")
    assert decoded.text == text
    assert decoded.codec == ("gb18030" if codec.startswith("gb") else codec)


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs", "gb18030", *UNICODE])
def test_one_traditional_sentence(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec), "a.txt")
    assert decoded.text == text
    assert decoded.codec == ("big5" if codec in ("cp950", "big5hkscs") else codec)


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_a_long_report_in_mixed_script(codec: str) -> None:
    text = "\r\n".join(TRADITIONAL * 40) + "\r\nAnnual report 2023: growth of 4.8 per cent.\r\n"
    assert decode(text.encode(codec), "a.txt").text == text


def test_extensions_of_big5_are_read_where_big5_leaves_off() -> None:
    assert decode("恒春鎮的公所裏面有三十名職員在值班。".encode("cp950"), "a").codec == "cp950"
    assert decode("佢哋喺香港食飯，啲嘢好平又好食。".encode("big5hkscs"), "a").codec == "big5hkscs"


def test_four_byte_characters_of_gb18030() -> None:
    text = "他姓𠮷，住在㙍村，今年五十六岁，在县水利局工作了三十年。"
    assert decode(text.encode("gb18030"), "a") == decode(text.encode("gb18030"), "b")
    assert decode(text.encode("gb18030"), "a").text == text


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, codec: str) -> None:
    assert decode(mark + "报告\n".encode(codec), "a").text == "报告\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf8_is_given_back_to_the_letter(text: str) -> None:
    data = text.encode()
    if not data.startswith(codecs.BOM_UTF8):
        decoded = decode(data, "a")
        assert (decoded.text, decoded.codec) == (text, "utf-8")


LEVEL_1_OF_GB2312 = [
    chr(code) for code in range(0x4E00, 0xA000) if b"\xb0" <= chr(code).encode("gb2312", "replace") < b"\xd8"
]


@given(st.lists(st.sampled_from(SIMPLIFIED), min_size=1, max_size=8).map("\n".join))
def test_whatever_is_decoded_encodes_to_the_same_bytes(text: str) -> None:
    data = text.encode("gb18030")
    decoded = decode(data, "a")
    assert decoded.text.encode(decoded.codec) == data


@given(st.lists(st.sampled_from(LEVEL_1_OF_GB2312), min_size=24, max_size=60))
def test_common_characters_in_any_order_are_told_from_big5(characters: list[str]) -> None:
    text = "".join(characters) + "。"
    assert decode(text.encode("gb18030"), "a").text == text


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_decoded_strictly_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "a")
    except (DecodingError, FormatError):
        return
    assert data.decode(decoded.codec) == decoded.text
    assert not set(decoded.text) & {chr(code) for code in (*range(9), *range(14, 32))}


@pytest.mark.parametrize(
    "text", ["The mayor’s report says “growth was 5%” — no more…", "Rent in Malmö: €900 a month"]
)
def test_latin_text_of_windows_where_the_tables_agree(text: str) -> None:
    decoded = decode(text.encode("cp1252"), "a.txt")
    assert (decoded.text, decoded.codec) == (text, "cp1252")


def test_latin_text_that_could_be_of_two_tables_is_refused() -> None:
    # 0xF1 is ñ in the western table and ń in the central European one
    with pytest.raises(DecodingError, match="without loss"):
        decode("El señor Muñoz viajó a España y volvió a casa.".encode("cp1252"), "a.txt")


def test_other_alphabets_are_guessed_and_proved() -> None:
    text = "Мэр города сообщил, что население составило 312 тысяч человек."
    assert decode(text.encode("cp1251"), "a").text == text
    text = "市長は新しい橋が五月一日に開通すると発表しました。人口は三十万人です。"
    assert decode(text.encode("cp932"), "a").text == text


@pytest.mark.parametrize(
    "data",
    [
        "新桥通车".encode("gb18030")[:-1],
        b"\xff\xfe\x2d\x4e\x00\xd8",  # a lone surrogate behind the mark of UTF-16
        codecs.BOM_UTF8 + "报告".encode()[:-1],
        b"\x81\x98\xff\xfe\xfd" * 30,
    ],
)
def test_what_no_codec_gives_without_loss_is_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match="UTF-8"):
        decode(data, "broken.txt")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"text\x00text", b"text \x07 text", bytes(range(256)) * 4]
)
def test_control_characters_are_no_text(data: bytes) -> None:
    with pytest.raises(FormatError, match="binary") as caught:
        decode(data, "rubbish.txt")
    assert caught.value.subject == "rubbish.txt"


def in_rows(character: str, codec: str, first: bytes, last: bytes) -> bool:
    try:
        return first <= character.encode(codec) <= last
    except UnicodeEncodeError:
        return False


def test_common_characters_are_level_1_of_the_standards() -> None:
    expected = {
        character
        for character in map(chr, range(0x4E00, 0xA000))
        if in_rows(character, "gb2312", b"\xb0\xa1", b"\xd7\xf9")
        or in_rows(character, "big5", b"\xa4\x40", b"\xc6\x7e")
    }
    assert common_characters() == expected
    assert len(expected) == 6722


def test_likelihood_of_a_worked_example() -> None:
    # ln(0.55 / 6,722) for one common character, ln(0.30 / 95) for one of ASCII
    total, mean = log_likelihood("国A")
    assert total == pytest.approx(-9.41098 - 5.75785, abs=1e-4)
    assert mean == pytest.approx(-9.41098, abs=1e-4)
    assert log_likelihood("plain") == (pytest.approx(5 * -5.75785, abs=1e-4), 0.0)


def test_declared_codecs_of_pages() -> None:
    assert declared_codec(b'<html><meta charset="EUC-KR">') == Declared("cp949", eastern=True)
    html4 = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>"
    assert declared_codec(html4) == Declared("cp1252", eastern=False)
    assert declared_codec(b"<meta charset=gb2312>") is None
    assert declared_codec(b"charset=EUC-KR") is None


def test_declarations_are_believed_where_the_text_cannot_tell() -> None:
    korean = "<meta charset=euc-kr><p>시장은 새 다리가 5월 1일에 개통된다고 발표했다.</p>"
    data = korean.encode("cp949")
    assert decode(data, "a.html", declared_codec(data)).text == korean
    french = "<meta charset=iso-8859-1><p>La société a été créée où naît la rivière.</p>"
    data = french.encode("cp1252")
    assert decode(data, "a.html", declared_codec(data)).text == french


def test_a_wrong_declaration_does_not_spoil_chinese() -> None:
    page = f"<meta charset=iso-8859-1><p>{SIMPLIFIED[0]}</p>"
    data = page.encode("gbk")
    assert decode(data, "a.html", declared_codec(data)).text == page


def test_large_files_are_judged_in_time() -> None:
    data = ("\n".join(SIMPLIFIED) * 8000).encode("gb18030")
    start = time.perf_counter()
    decode(data, "a.txt")
    assert time.perf_counter() - start < 5
