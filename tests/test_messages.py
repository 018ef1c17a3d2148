"""Every error speaks the reader's language: no cause and no remedy of the source is without its translations."""

import errno
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import messages
from qa.errors import FormatError, NotFoundError, PartialError, QAError, SourceError, TooLargeError
from qa.messages import CATALOGUE, FRAGMENTS, parts, sentence, subject, told, translated
from qa.messages.subjects import SUBJECTS
from qa.messages.templates import LANGUAGES, Sentences, Template
from qa.types import Skipped
from tests.message_templates import PASSED, SYSTEM, VALUE, Reader, Said

_ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = ("qa", "embeddings", "ui")
_NEVER_SAID = {
    # what pydantic says of a request; only programs are told, and in English
    ("ui/program_requests.py", VALUE * 2),
}
# more specific than what can be read off the source: these are sentences with a certain value in a hole
_FOR_A_VALUE = {
    "Send the header Content-Type: {} or {}",
    "the answer is {:message}, not {:message}",
    "the answer lacks {}",
    "the answer has {}, which belongs to no answer",
}
# made of two messages, the first of which is a place in JSON
_EXAMPLES = {f"{VALUE} {PASSED}": "quotes[0].proof is no proof"}
# what is the same in every language: names, formats, options, fields, and what is typed as it stands
_SAME = set(
    """
    Big Content Type Document ENDPOINT Excel FAISS Face GB GIF HF HTTP Hugging JPEG JSON KiB Library LibreOffice
    Linux Lite MCP MILVUS MiB Milvus NAME None OCR OLE Office OpenDocument PDF PNG PowerPoint QA RAR REPORT RFC RTF
    SHA TOKEN UTF WPS Word add api base candidates cause confidence config conflicting csv data docs docx download
    answer answered asked at encoder example float gzip hf host html https in json kind library log macOS md memory
    milvus minutes model models name nearest network null openapi org page pair passage password pdf port pptx proof
    qa question quotes rating remedy replace report reports safetensors sentence sig skipped sqlite stdin str
    streamable subject surrogate taken text threshold token tokenizer transformers txt typed use user users utf
    within xlsx zip plain gbt bibtex ask search remove documents
    """.split()  # noqa: SIM905 - they are too many for lines of their own
)
# what is not said in Taiwan, or not of these things
_ELSEWHERE = (
    "內存|磁盤|硬盤|服務器|網絡|數據|信息|字符|字節|線程|進程|登錄|加載|運行|"
    "默認|支持|端口|日志|設置|對象|字段|調用|打開|刷新|文件夾|軟件|搜索|緩存|"
    "屏幕|導出|導入|模塊|列表|添加|緩衝|訪問|鏈接|自帶|原來|發送|接口|用戶(?!端)"
)


def _sources() -> dict[str, str]:
    return {
        path.relative_to(_ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in _PACKAGES
        for path in sorted((_ROOT / package).rglob("*.py"))
        if "messages" not in path.parts
    }


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return sorted(Reader(_sources()).said())


def _example(text: str) -> str:
    """A message as it may be raised."""
    if text in _EXAMPLES:
        return _EXAMPLES[text]
    numbers = iter(range(7001, 7100))
    filled = re.sub(VALUE, lambda _: str(next(numbers)), text)
    return filled.replace(SYSTEM, "No space left on device").replace(PASSED, "is empty (0 bytes)")


def _known(each: Said) -> bool:
    """Whether it is said elsewhere, or to programs only."""
    return each.text in (PASSED, "") or (each.where.partition(":")[0], each.text) in _NEVER_SAID


def _words(text: str) -> list[str]:
    """The words in Latin letters, but for commands that are typed as they stand."""
    return re.findall("[A-Za-z]{2,}", re.sub("`[^`]*`", "", text))


def _untranslated(said: list[Said]) -> Iterator[str]:
    for each in said:
        if each.part == "subject" or _known(each):
            continue
        example = _example(each.text)
        for lang in LANGUAGES:
            if translated(example, lang) is None:
                yield f"{each.where}: {lang} lacks {example!r}"


def test_every_cause_and_remedy_is_translated(said: list[Said]) -> None:
    assert list(_untranslated(said)) == []
    assert sum(each.part == "cause" for each in said) > 300
    assert sum(each.part == "remedy" for each in said) > 300


def test_no_english_is_left(said: list[Said]) -> None:
    left = {
        f"{each.where}: {translation}"
        for each in said
        if each.part != "subject" and not _known(each)
        for lang in LANGUAGES
        for translation in [translated(_example(each.text), lang) or ""]
        # the failures of a batch are translated by themselves
        if "; and" not in translation and set(_words(translation)) - _SAME
    }
    assert left == set()


def test_values_are_taken_over(said: list[Said]) -> None:
    lost = {
        f"{each.where}: {translation}"
        for each in said
        if each.part != "subject" and not _known(each)
        for lang in LANGUAGES
        for translation in [translated(_example(each.text), lang) or ""]
        if Counter(re.findall(r"70\d\d", _example(each.text))) != Counter(re.findall(r"70\d\d", translation))
    }
    assert lost == set()


def test_every_subject_that_is_no_name_is_translated(said: list[Said]) -> None:
    same = {"report-qa", "index", "sha256"}
    words = {each.text for each in said if each.part == "subject" and re.match("[a-z]+( |$)", each.text)}
    assert {"question", "request", f"port {VALUE}"} <= words
    assert {word for word in words - same if subject(_example(word), "zh-CN") == _example(word)} == set()
    assert subject("report-qa", "zh-TW") == "report-qa"


@pytest.mark.parametrize("name", ["report 2024.pdf", "question.txt", "年报.pdf", "meta", "port 80 on"])
def test_names_of_files_are_no_subjects_to_translate(name: str) -> None:
    assert subject(name, "zh-CN") == name or name == "meta"


def test_no_sentence_is_left_over_from_an_error_that_is_gone(said: list[Said]) -> None:
    """Each is what some error says, or stands inside of it."""
    texts = {_example(each.text) for each in said}
    used = {
        english
        for english in CATALOGUE
        if any(Template.of(english).values(text) is not None for text in texts)
    }
    assert set(CATALOGUE) - used == _FOR_A_VALUE


def test_the_reader_sees_every_way_to_say_something() -> None:
    source = """
_REMEDY = "Mend it"
_CAUSES = {"FULL": (QAError, "the disk is full", "Free space"), "GONE": (QAError, f"it is gone{1}", _REMEDY)}
_NAMES = {str: "text", int: "a number"}

class QAError(Exception):
    def __init__(self, subject, cause, remedy): ...

class FormatError(QAError): ...

class TooOften(QAError):
    def __init__(self, subject, seconds):
        super().__init__(subject, "too often", f"Try again in {seconds} seconds" if seconds > 1 else "Try again")

@dataclass
class Skipped:
    source: str
    cause: str
    remedy: str

def not_held(name):
    return FormatError(name, "the library has none", "See reports()")

def refuse(name, cause, *, remedy="Give up"):
    raise FormatError(name, cause, remedy)

def why():
    if offline:
        return "switched offline"
    return f"no network: {error}"

def act(name, count, error):
    cause = f"has {count:,} pages"
    for magic, what, remedy in ((b"a", "is an archive", "Unpack it"), (b"b", "is a picture", "Read it")):
        raise FormatError(name, what, remedy)
    refuse(name, f"is {'short' if count else 'long'}", remedy="Split it")
    kind, cause, remedy = _CAUSES[name]
    raise kind(name, cause, remedy.replace("FOLDER", name))
    raise FormatError(name, f"cannot be loaded ({why()})", remedy="Look: {}".format(name))
    raise FormatError(name, f"is {_NAMES.get(name, 'nothing')}", "a " + "b")
    raise FormatError("question", f"the disk refuses: {error.strerror or error}", error.remedy)
    return Skipped(name, failure.cause, remedy=str(failure))
"""
    found = {(each.part, each.text) for each in Reader({"one.py": source}).said()}
    assert {text for part, text in found if part == "cause"} == {
        *(
            "the disk is full",
            f"it is gone{VALUE}",
            "too often",
            "the library has none",
            f"has {VALUE} pages",
        ),
        *("is an archive", "is a picture", "is short", "is long", "cannot be loaded (switched offline)"),
        *(f"cannot be loaded (no network: {VALUE})", "is text", "is a number", "is nothing", PASSED),
        *(f"the disk refuses: {SYSTEM}", f"the disk refuses: {VALUE}"),
    }
    assert {text for part, text in found if part == "remedy"} == {
        *("Mend it", "Free space", f"Try again in {VALUE} seconds", "Try again", "See reports()", "Give up"),
        *("Unpack it", "Read it", "Split it", f"Look: {VALUE}", "a b", PASSED, VALUE),
    }
    assert {text for part, text in found if part == "subject"} == {"question"}


def test_what_lacks_a_translation_is_named() -> None:
    source = 'def f(name):\n    raise QAError(name, "it is made of cheese", "Check the path")\n'
    source += "class QAError(Exception):\n    def __init__(self, subject, cause, remedy): ...\n"
    assert list(_untranslated(sorted(Reader({"one.py": source}).said()))) == [
        "one.py:2: zh-CN lacks 'it is made of cheese'",
        "one.py:2: zh-TW lacks 'it is made of cheese'",
    ]


def test_what_cannot_be_followed_is_not_passed_over() -> None:
    source = "class QAError(Exception):\n    def __init__(self, subject, cause, remedy): ...\n"
    source += 'raise QAError("question", made_up(), "Check the path")\n'
    assert len(list(_untranslated(sorted(Reader({"one.py": source}).said())))) == 2


def _modules() -> Iterator[dict[str, tuple[str, str]]]:
    for name in vars(messages):
        if hasattr(getattr(messages, name), "MESSAGES"):
            yield getattr(messages, name).MESSAGES


def test_no_sentence_stands_twice() -> None:
    assert sum(map(len, _modules())) == len(CATALOGUE)
    assert set(CATALOGUE) & set(FRAGMENTS) == set()


_ALL = {**CATALOGUE, **FRAGMENTS, **SUBJECTS}


_HALF_WIDTH = re.compile(r"[,;:!()]\s*[\u4e00-\u9fff]|[\u4e00-\u9fff][,;:?!()]")
_NO_SPACE = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9<`]|[A-Za-z0-9>`][\u4e00-\u9fff]")


def _of_words(english: str, filled: str) -> str:
    """The sentence without holes that Chinese words are put into: they stand without a space."""
    for number, hole in enumerate(Template.of(english).holes):
        if hole in ("message", "known"):
            filled = filled.replace(f"<{number}>", "字")
    return filled


def _faults(english: str, translation: str) -> Iterator[str]:
    """What is wrong with how a translation is written."""
    marks = [f"<{number}>" for number, _ in enumerate(Template.of(english).holes)]
    filled = translation.format(*marks)
    if sorted(re.findall(r"<\d+>", filled)) != marks:
        yield "other holes"
    if filled.endswith(("。", ".", " ")):
        yield "an end that does not go on"
    if _HALF_WIDTH.search(filled):
        yield "half-width stops"
    if _NO_SPACE.search(_of_words(english, filled)):
        yield "no space between scripts"


def test_sentences_are_well_written() -> None:
    faults = [
        f"{fault}: {translation}"
        for english, said in _ALL.items()
        for translation in said
        for fault in _faults(english, translation)
    ]
    assert faults == []


def test_faults_are_seen() -> None:
    assert [*_faults("{} is {:message}", "{} 是{}")] == []
    assert [*_faults("{} is", "它是")] == ["other holes"]
    assert [*_faults("is", "是。")] == ["an end that does not go on"]
    assert [*_faults("is", "是(它)")] == ["half-width stops"]
    assert [*_faults("is a PDF of {}", "是PDF，{} 的")] == ["no space between scripts"]
    assert [*_faults("is {}", "是{}")] == ["no space between scripts"]


def test_each_sentence_is_in_its_own_script() -> None:
    simplify, complicate = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2tw").convert
    assert [said for said, _ in _ALL.values() if simplify(said) != said] == []
    # one by one: what it takes for a word depends on what follows
    assert [said for _, said in _ALL.values() if "".join(map(complicate, said)) != said] == []
    words = re.compile(_ELSEWHERE)
    assert [said for _, said in _ALL.values() if words.search(said)] == []


def test_a_message_is_found_by_its_own_sentence() -> None:
    """None is taken for another that is less specific."""
    for english in CATALOGUE:
        template = Template.of(english)
        values = [str(7001 + number) for number, _ in enumerate(template.holes)]
        if "known" in template.holes:
            values[template.holes.index("known")] = "is no proof"
        message = "".join(
            f"{piece}{value}" for piece, value in zip(template.pieces, [*values, ""], strict=True)
        )
        values = [translated(value, "zh-CN") or value for value in values]
        assert translated(message, "zh-CN") == CATALOGUE[english][0].format(*values)


def test_examples_worked_out_by_hand() -> None:
    pages = "has 12,000 pages, more than the 5,000 that are read"
    assert translated(pages, "zh-CN") == "有 12,000 页，超过能读的 5,000 页"
    assert translated(pages, "zh-TW") == "有 12,000 頁，超過能讀的 5,000 頁"
    assert translated(pages, "en") == pages
    assert translated(pages, "fr") is None
    assert translated("it is made of cheese", "zh-CN") is None
    assert translated("there is no file 'a\nb: c.txt'", "zh-TW") == "沒有檔案 'a\nb: c.txt'"
    refused = "the disk refuses: No space left on device"
    assert translated(refused, "zh-CN") == "磁盘拒绝：磁盘已满"
    assert translated("the disk refuses: gremlins", "zh-CN") == "磁盘拒绝：gremlins"
    offline = "is no folder, is not in the local cache, and cannot be downloaded (no network: {})"
    reason = "[Errno 111] Connection refused"
    assert translated(offline.format(reason), "zh-CN") == (
        "不是文件夹，本地缓存里没有，也无法下载（没有网络：连接被拒绝（错误 111））"
    )
    models = "Name the reader it was made with, or run `report-qa reindex --reader a/b --library /x`"
    assert translated(models, "zh-TW") == (
        "請指定建庫時用的閱讀器，或執行 `report-qa reindex --reader a/b --library /x`"
    )
    damaged = "its database is damaged (/x: the disk refuses: Permission denied. Check the path)"
    assert translated(damaged, "zh-TW") == "資料庫已損壞（/x：磁碟拒絕：沒有權限。請檢查路徑）"
    broken = "is no JSON (Expecting ',' delimiter: line 1 column 5 (char 4))"
    assert translated(broken, "zh-CN") == "不是 JSON（应有逗号：第 1 行第 5 列，字符偏移 4）"
    lost = "the reader cannot be loaded ([Errno 2] No such file or directory: '/x: y')"
    assert translated(lost, "zh-CN") == "阅读器无法加载（没有这个文件或文件夹：'/x: y'（错误 2））"
    kept = "what is kept of question 3 is damaged (quotes[0].page is text, not a whole number or null)"
    assert translated(kept, "zh-CN") == "第 3 个问题的记录已损坏（quotes[0].page 是文字，不是整数或 null）"


def test_errors_and_skipped_files_alike() -> None:
    error = FormatError("a.7z", "is a 7z archive", "Unpack it and give the files")
    assert parts(error, "zh-CN") == ("是 7z 压缩包", "请解压后添加里面的文件")
    assert parts(Skipped("a.7z", error.cause, error.remedy), "zh-TW") == (
        "是 7z 壓縮檔",
        "請解壓縮後加入裡面的檔案",
    )
    assert parts(error, "en") == (error.cause, error.remedy)
    assert sentence(error, "zh-CN") == "是 7z 压缩包。请解压后添加里面的文件"
    assert sentence(error, "en") == "is a 7z archive. Unpack it and give the files"
    assert told(error, "zh-TW") == "a.7z：是 7z 壓縮檔。請解壓縮後加入裡面的檔案"
    assert told(error, "en") == str(error)
    assert told(QAError("question", "it is empty", "Fly"), "zh-CN") == "问题：内容为空。Fly"


@dataclass(frozen=True, slots=True)
class _Finding:
    cause: str
    remedy: str


def test_whatever_has_a_cause_and_a_remedy() -> None:
    finding = _Finding("its stored text is damaged", "Run `report-qa doctor --repair --library /库`")
    assert parts(finding, "zh-CN") == ("库存的文字已损坏", "请运行 `report-qa doctor --repair --library /库`")


def test_the_failures_of_a_batch_are_translated_each() -> None:
    failures: tuple[SourceError, ...] = (
        TooLargeError("b.pdf", "has 9 pages, more than the 5 that are read", "Split it into smaller files"),
        NotFoundError("c.txt", "it was eaten", "Check the path"),
    )
    error = PartialError(failures, ("a.txt",))
    assert parts(error, "zh-CN") == (
        "有 2 份未能读取，其余 1 份已添加（b.pdf：有 9 页，超过能读的 5 页。请拆成几个小一点的文件；"
        "c.txt：it was eaten。请检查路径）",
        "其余的可以提问；列出的请修好，或不再添加",
    )
    assert parts(error, "en") == (error.cause, error.remedy)
    many = PartialError(failures[:1] * 13, ())
    assert parts(many, "zh-TW")[0].startswith("有 13 份未能讀取，其餘 0 份已加入（b.pdf：有 9 頁")
    assert parts(many, "zh-TW")[0].endswith("；另有 3 份）")
    assert parts(many, "zh-TW")[0].count("b.pdf") == 10


_CODES = [errno.ENOSPC, errno.EACCES, errno.ENOENT, errno.EISDIR, errno.EROFS, errno.EIO, errno.EMFILE]
_CODES += [
    errno.ENOTDIR,
    errno.EDQUOT,
    errno.ENAMETOOLONG,
    errno.EEXIST,
    errno.ELOOP,
    errno.EBUSY,
    errno.EPIPE,
]
_CODES += [errno.ECONNREFUSED, errno.EADDRINUSE, errno.ENOMEM, errno.EPERM, errno.EFBIG, errno.ESTALE]


@pytest.mark.parametrize("code", _CODES)
@pytest.mark.skipif(os.name == "nt", reason="Windows says it in its own words")
def test_what_the_system_says_is_translated(code: int) -> None:
    text = f"the system refuses to read it: {os.strerror(code)}"
    assert not re.search("[A-Za-z]", translated(text, "zh-TW") or "x")
    whole = f"Milvus Lite cannot open it ({OSError(code, os.strerror(code), '/x')})"
    assert "/x" in (translated(whole, "zh-CN") or "")


_BETWEEN = ", and this version knows "
_ANY = st.text(max_size=60).filter(lambda text: _BETWEEN not in text)


@given(_ANY, _ANY)
def test_holes_hold_any_text(first: str, second: str) -> None:
    message = f"is of format {first}{_BETWEEN}{second}"
    assert translated(message, "zh-CN") == f"格式是 {first}，而这个版本只认得 {second}"


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert (
        translated(text, "zh-TW") is None
        or text in CATALOGUE
        or any(Template.of(english).values(text) is not None for english in CATALOGUE)
    )


def test_holes() -> None:
    template = Template.of("a {} b {:message} c")
    assert template.values("a 1 b 2 c") == ("1", "2")
    assert template.values("a  b 1 b 2 c") == ("", "1 b 2")
    assert template.values("a 1 b 2 c ") is None
    assert template.values("a 1 c") is None
    assert Template.of("ab{}ba").values("aba") is None
    assert Template.of("plain").values("plain") == ()
    assert Template.of("plain").values("plain ") is None


def test_the_more_specific_sentence_is_taken() -> None:
    sentences = Sentences({"is {}": ("一 {}", ""), "is {} of {}": ("二 {1} {0}", ""), "is red": ("三", "")})
    assert sentences.translated("is blue", 0) == "一 blue"
    assert sentences.translated("is one of ten", 0) == "二 ten one"
    assert sentences.translated("is red", 0) == "三"


def test_numbers_and_what_must_be_known() -> None:
    sentences = Sentences({"page {:number}": ("第 {} 页", ""), "so: {:known}": ("即{}", "")})
    assert sentences.translated("page 12", 0) == "第 12 页"
    assert sentences.translated("page 12.pdf", 0) is None
    assert sentences.translated("so: page 12", 0) == "即第 12 页"
    assert sentences.translated("so: there", 0) is None


def test_messages_in_messages_end() -> None:
    sentences = Sentences({"so: {:message}": ("即{}", "")}, {"end": ("完", "")})
    assert sentences.translated("so: end", 0) == "即完"
    assert sentences.translated("end", 0) is None
    assert sentences.within("end", 0) == "完"
    assert sentences.translated("so: " * 6 + "end", 0) == "即即即即即so: end"


@pytest.mark.parametrize(
    "text",
    [
        "holds the control character U+0000, so it is binary data and no text" * 20,
        "its database is damaged (" + "a: is no proof. " * 500 + ")",
        "its database is damaged (" + "no network: " * 500 + ")",
        "x or " * 1000,
    ],
)
def test_it_is_quick(text: str) -> None:
    translated("x", "zh-CN")
    started = time.perf_counter()
    for _ in range(10):
        translated(text, "zh-CN")
    assert (time.perf_counter() - started) / 10 < 0.05
