"""The bundled models on the sample reports: the right sentence, quoted to the letter, in either script."""

import pytest

from qa.library import Library
from qa.samples import sample_paths

BRIDGE, VISIT, HARBOUR, WORK = (
    "bridge_opening.txt",
    "delegation_visit.txt",
    "harbour_report.md",
    "work_report.pdf",
)


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library.in_memory()
    library.add(sample_paths())
    return library


QUESTIONS = [
    (BRIDGE, "谁宣布澜江二桥正式通车？", "市委书记周启衡宣布大桥正式通车"),
    (BRIDGE, "誰宣布瀾江二橋正式通車？", "市委书记周启衡宣布大桥正式通车"),
    (BRIDGE, "澜江二桥的通车仪式由谁主持？", "仪式由常务副市长贺兰舟主持。"),
    (BRIDGE, "澜江二桥什么时候开工？", "大桥2020年9月26日开工"),
    (BRIDGE, "瀾江二橋是哪一年開工的？", "大桥2020年9月26日开工"),
    (BRIDGE, "澜江二桥总投资多少？", "总投资41.7亿元"),
    (BRIDGE, "澜江二桥全长多少公里？", "全长3.86公里"),
    (BRIDGE, "全桥共安装斜拉索多少根？", "全桥共安装斜拉索144根"),
    (BRIDGE, "澜江二桥位于哪里？", "澜江二桥位于澜江一桥下游6.2公里处"),
    (BRIDGE, "渔浦渡口将于什么时候停航？", "渔浦渡口将于6月30日停航"),
    (BRIDGE, "K21路票价多少钱？", "票价2元"),
    (BRIDGE, "今年4月这一江段有多少头江豚？", "增加到今年4月的29头"),
    (BRIDGE, "谁是第一批步行过桥的市民？", "退休教师韩素琴是第一批步行过桥的市民"),
    (VISIT, "谁任联合工作专班的组长？", "石磊任專(zhuān)班組長(zhǎng)"),
    (VISIT, "聯合工作專班的組長是誰？", "石磊任專(zhuān)班組長(zhǎng)"),
    (VISIT, "首次联席会议在哪里召开？", "首次聯(lián)席會(huì)議定于6月20日在禾浦召開"),
    (VISIT, "首次聯席會議什麼時候召開？", "首次聯(lián)席會(huì)議定于6月20日在禾浦召開"),
    (VISIT, "云溪镇的高山茶园海拔多少米？", "這片茶園海拔八百二十米"),
    (VISIT, "澄川縣的森林覆蓋率是多少？", "森林覆蓋率達(dá)到72.5%"),
    (VISIT, "產業園占地多少畝？", "產(chǎn)業(yè)園占地一千三百畝"),
    (WORK, "云杉生物医药产业园总投资多少？", "总投资62亿元的云杉生物医药产业园"),
    (WORK, "市第一人民医院新院区什么时候启用？", "市第一人民医院新院区于9月1日启用"),
    (WORK, "民生实事由谁牵头？", "由副市长秦以恒牵头"),
    (WORK, "松闕市年末常住人口有多少？", "年末全市常住人口213.8万人"),
    (WORK, "松阙理工学院牵头建设了什么实验室？", "竹材结构省重点实验室"),
    (HARBOUR, "Who built the shore power plant at Berth 4?", "was built by Tarn Electrical"),
    (HARBOUR, "How much did the shore power plant cost?", "It cost £7.8 million"),
    (HARBOUR, "Where was the silt used?", "rebuild the salt marsh at Gannet Point"),
    (HARBOUR, "When did the larger oil spill happen?", "happened on 3 November"),
    (
        HARBOUR,
        "How many people did the Trust employ at the end of the year?",
        "The Trust employed 386 people",
    ),
]


MARKS = [
    ("谁宣布澜江二桥正式通车？", "周启衡"),
    ("澜江二桥的通车仪式由谁主持？", "贺兰舟"),
    ("澜江二桥什么时候开工？", "2020年9月26日"),
    ("聯合工作專班的組長是誰？", "石磊"),
    ("云溪镇的高山茶园海拔多少米？", "八百二十米"),
    ("市第一人民医院新院区什么时候启用？", "9月1日"),
]


def test_the_sentence_that_answers_is_quoted(library: Library) -> None:
    """The reader is right for 85 of 100 questions, not for each: fewer than 8 of 10 here means that it broke."""
    wrong = [question for _, question, words in QUESTIONS if words not in library.ask(question).text]
    assert len(wrong) <= 0.2 * len(QUESTIONS), wrong


def test_the_right_sentence_is_among_the_first_three(library: Library) -> None:
    """Whatever the confidence: the threshold is there to keep one of ten to itself."""
    wrong = [
        question
        for _, question, words in QUESTIONS
        if not any(words in quote.text for quote in library.ask(question, threshold=0.0).quotes)
    ]
    assert len(wrong) <= 0.1 * len(QUESTIONS), wrong


@pytest.mark.parametrize("question", [each[1] for each in QUESTIONS])
def test_whatever_is_quoted_is_verbatim(library: Library, question: str) -> None:
    for quote in library.ask(question).quotes:
        document = library.document(quote.document_id)
        assert document.name == quote.source
        assert document.text[quote.start : quote.end] == quote.text
        assert quote.text[quote.answer_start :].startswith(quote.answer)
        assert (quote.page is not None) == (quote.source == WORK)


def test_the_answer_is_marked(library: Library) -> None:
    """Marking is the weaker half: F1 of 0.5 on CMRC 2018 dev."""
    wrong = [question for question, answer in MARKS if answer not in library.ask(question).quotes[0].answer]
    assert len(wrong) <= 0.5 * len(MARKS), wrong


@pytest.mark.parametrize(
    "question",
    [
        "火星的直径是多少公里？",
        "紅樓夢的作者是誰？",
        "奥运会哪一年在巴黎举行？",
        "What is the capital of Mongolia?",
        "光合作用需要哪些条件？",
    ],
)
def test_what_no_report_says_is_refused(library: Library, question: str) -> None:
    found = library.ask(question)
    assert not found, found.text
