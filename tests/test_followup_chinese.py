"""Follow-up questions in Chinese, rule by rule."""

import pytest

from qa.followup import Said, complete

_BRIDGE = Said("澜江二桥总投资多少？", "澜江二桥总投资41.7亿元。", "41.7亿元")
_SPEAKER = Said("两地要加强什么合作？", "澄川县委书记罗松年说，两地要加强茶叶合作。", "茶叶合作")
_COMPANY = Said("华腾精密2023年营业收入是多少？", "", "38.2亿元")
_PAIR = Said("文物修复中心和库房扩建工程哪个投资更多？", "", "文物修复中心")


def _question(typed: str, *earlier: Said) -> str | None:
    completion = complete(typed, earlier)
    return completion.question if completion else None


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        # Whoever was asked about, the answer where that was asked, then who speaks in the quote.
        (Said("苏映雪是哪里人？"), "他说了什么？", "苏映雪说了什么？"),
        (Said("谁主持会议？", "会议由副市长贺兰舟主持。", "副市长贺兰舟"), "他还说了什么？", "贺兰舟还说了什么？"),
        (Said("大桥是谁设计的？", "大桥由林怀远说。", "林怀远说"), "他是哪里人？", "林怀远是哪里人？"),
        (_SPEAKER, "他还说了什么？", "罗松年还说了什么？"),
        (Said("东滨县县长说了什么？", "", "将修复道路"), "他还说了什么？", "东滨县县长还说了什么？"),
        (Said("谁获奖？", "", "县长唐静波"), "此人多大年纪？", "唐静波多大年纪？"),
        # Things, not persons.
        (_BRIDGE, "它的全长是多少？", "澜江二桥的全长是多少？"),
        (_BRIDGE, "其全长是多少？", "澜江二桥全长是多少？"),
        (Said("《江青》的主编是谁？", "", "贺知远"), "它获得了什么奖？", "《江青》获得了什么奖？"),
        (Said("全省最长的隧道是哪座？", "", "青峰岭隧道"), "它有多长？", "青峰岭隧道有多长？"),
        # By their head noun, by what it can stand for, by the classifier.
        (_BRIDGE, "这座桥有多长？", "澜江二桥有多长？"),
        (_BRIDGE, "这座有多长？", "澜江二桥有多长？"),
        (_COMPANY, "该公司总部在哪里？", "华腾精密总部在哪里？"),
        (Said("华腾精密收购了哪家公司？", "", "博远轴承公司"), "这家公司何时成立？", "博远轴承公司何时成立？"),
        (Said("明德中学是哪年创办的？"), "该校有多少学生？", "明德中学有多少学生？"),
        (Said("云州机场二期工程何时完工？"), "这个机场有几条跑道？", "云州机场有几条跑道？"),
        (Said("“清瑞片”何时上市？"), "这种药多少钱？", "“清瑞片”多少钱？"),
        (Said("五彩河是一条什么样的河？"), "这条河有多长？", "五彩河有多长？"),
        # Places and times.
        (Said("太仓市面积多大？"), "那里有多少人口？", "太仓市有多少人口？"),
        (Said("大桥何时通车？", "", "2018年10月"), "那年投资了多少？", "2018年投资了多少？"),
        # Of two.
        (_PAIR, "前者投资多少？", "文物修复中心投资多少？"),
        (_PAIR, "后者投资多少？", "库房扩建工程投资多少？"),
        # Several.
        (Said("谁签署了协议？", "", "李明和王伟"), "他们说了什么？", "李明和王伟说了什么？"),
        (Said("代表团有多少人？"), "他们去了哪里？", "代表团去了哪里？"),
    ],
)  # fmt: skip
def test_pronouns(earlier: Said, typed: str, expected: str) -> None:
    assert _question(typed, earlier) == expected


@pytest.mark.parametrize(
    ("earlier", "typed"),
    [
        # Nobody that 他 can stand for, and nothing that is a bridge or a firm.
        (_BRIDGE, "他说了什么？"),
        (Said("苏映雪是哪里人？"), "这座桥有多长？"),
        (_BRIDGE, "该公司总部在哪里？"),
        (Said("苏映雪是哪里人？"), "他们去了哪里？"),
        # What it stands for is in the question itself.
        (_BRIDGE, "赵河大桥和它的引桥有多长？"),
        (_BRIDGE, "《江城》这部电影是谁导演的？"),
        # 前者呢 would only ask the same again.
        (_PAIR, "前者呢？"),
    ],
)
def test_pronouns_that_nothing_fits_are_left(earlier: Said, typed: str) -> None:
    assert complete(typed, [earlier]) is None


def test_somebody_is_found_some_turns_back() -> None:
    earlier = (Said("谁主持设计？", "", "顾怀舟"), _BRIDGE, Said("澜江二桥全长多少？"))
    assert _question("他是哪里人？", *earlier) == "顾怀舟是哪里人？"


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        # Times: the year for the year, a part of the year behind it, the whole for the whole, beside the subject.
        ("2022年3月太仓市出口多少？", "2023年呢？", "2023年3月太仓市出口多少？"),
        ("2022年太仓市出口多少？", "上半年呢？", "2022年上半年太仓市出口多少？"),
        ("2022年1月太仓市出口多少？", "3月呢？", "2022年3月太仓市出口多少？"),
        ("去年太仓市出口多少？", "今年呢？", "今年太仓市出口多少？"),
        ("太仓市出口多少？", "2022年呢？", "太仓市2022年出口多少？"),
        ("二〇二一年太仓市出口多少？", "2022年呢？", "2022年太仓市出口多少？"),
        # Names: by a number, an opposite, a head noun, a title, a kind, or for want of a better one the subject.
        ("星湖地铁一号线全长多少？", "二号线呢？", "星湖地铁二号线全长多少？"),
        ("第八届云岭论坛签约多少？", "第七届呢？", "第七届云岭论坛签约多少？"),
        ("澜江三桥主跨多长？", "那二桥呢？", "澜江二桥主跨多长？"),
        ("临海医院新院区有多少张床位？", "老院区呢？", "临海医院老院区有多少张床位？"),
        ("青石水库除险加固工程何时开工？", "赵河水库呢？", "赵河水库除险加固工程何时开工？"),
        ("“追云”的均价是多少？", "“逐浪”呢？", "“逐浪”的均价是多少？"),
        ("苏映雪在澄川县说了什么？", "太仓市呢？", "苏映雪在太仓市说了什么？"),
        ("苏映雪在澄川县说了什么？", "唐静波呢？", "唐静波在澄川县说了什么？"),
        ("昆阳市有多少所小学？", "至于太仓呢？", "太仓有多少所小学？"),
        ("谁获得最佳男主角？", "最佳女主角呢？", "谁获得最佳女主角？"),
        # What is counted.
        ("明德中学有多少学生？", "教师呢？", "明德中学有多少教师？"),
        ("昆阳市有多少所小学？", "初中呢？", "昆阳市有多少所初中？"),
        # Measures: in the place of the one before, else as a question of their own.
        ("澜江二桥总投资多少？", "全长呢？", "澜江二桥全长多少？"),
        ("澜江二桥全长多少公里？", "总投资呢？", "澜江二桥总投资是多少？"),
        ("澜江二桥何时开工？", "总投资呢？", "澜江二桥总投资是多少"),
        ("2022年太仓市出口总额是多少？", "进口呢？", "2022年太仓市进口总额是多少？"),
        ("2022年太仓市教育支出是多少？", "卫生健康呢？", "2022年太仓市卫生健康支出是多少？"),
        ("云州机场旅客吞吐量是多少？", "货邮吞吐量呢？", "云州机场货邮吞吐量是多少？"),
        ("江原博物馆馆长是谁？", "副馆长呢？", "江原博物馆副馆长是谁？"),
        # Several at once, and something else that is done.
        ("2021年昆阳市出口多少？", "那2022年太仓市呢？", "2022年太仓市出口多少？"),
        ("昆阳市2021年常住人口是多少？", "太仓市的GDP呢？", "太仓市2021年GDP是多少？"),
        ("青石水库工程何时开工？", "完工呢？", "青石水库工程何时完工？"),
    ],
)
def test_substitution(earlier: str, typed: str, expected: str) -> None:
    assert _question(typed, Said(earlier)) == expected


@pytest.mark.parametrize(
    ("earlier", "typed"),
    [
        # Nothing of the kind was named, or a time is asked for.
        ("谁主持会议？", "二号线呢？"),
        ("苏映雪说了什么？", "太仓市呢？"),
        ("澜江二桥何时开工？", "2022年呢？"),
        ("长风五号火箭起飞质量是多少？", "文山发射场呢？"),
        ("澜江二桥总投资多少？", "其余的呢？"),
        ("澜江二桥总投资多少？", "具体情况呢？"),
        ("澜江二桥总投资多少？", "呢？"),
    ],
)
def test_what_has_no_counterpart_is_left(earlier: str, typed: str) -> None:
    assert complete(typed, [Said(earlier)]) is None


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        (_BRIDGE, "什么时候开工的？", "澜江二桥什么时候开工的？"),
        (_BRIDGE, "多长？", "澜江二桥多长？"),
        (_BRIDGE, "多长呢？", "澜江二桥多长？"),
        (_BRIDGE, "总投资？", "澜江二桥总投资？"),
        (_BRIDGE, "那请问全长是多少？", "澜江二桥全长是多少？"),
        (_BRIDGE, "有几条车道？", "澜江二桥有几条车道？"),
        (_BRIDGE, "通车了吗？", "澜江二桥通车了吗？"),
        (_BRIDGE, "谁设计的？", "澜江二桥是谁设计的？"),
        (_BRIDGE, "谁设计？", "澜江二桥由谁设计？"),
        (_BRIDGE, "由谁建设？", "澜江二桥由谁建设？"),
        (_BRIDGE, "谁是设计师？", "谁是澜江二桥设计师？"),
        (_BRIDGE, "施工单位是哪家？", "澜江二桥施工单位是哪家？"),
        (Said("苏映雪何时出生？"), "谁陪同？", "谁陪同苏映雪？"),
        (Said("第八届云岭论坛主题是什么？"), "有哪些国家参加？", "第八届云岭论坛有哪些国家参加？"),
        (Said("秦慕白是谁？"), "在德国工作了几年？", "秦慕白在德国工作了几年？"),
        # Verbs that are not known.
        (Said("《雾中灯塔》片长多少？"), "什么时候公演？", "《雾中灯塔》什么时候公演？"),
        (Said("武陵红均价多少？"), "谁试制成功的？", "武陵红是谁试制成功的？"),
        # The year goes on for what differs from year to year.
        (Said("2022年太仓市出口总额是多少？"), "财政收入是多少？", "2022年太仓市财政收入是多少？"),
        (Said("2022年太仓市出口总额是多少？"), "面积是多少？", "太仓市面积是多少？"),
        # Changes and parts of what was asked for.
        (Said("2022年太仓市出口总额是多少？"), "同比增长多少？", "2022年太仓市出口总额同比增长多少？"),
        (Said("2022年太仓市常住人口是多少？"), "其中男性多少？", "2022年太仓市常住人口中男性多少？"),
        # What has a head of that kind.
        (Said("“双凤铜灯”多重？"), "馆长是谁？", None),
        (Said("江原博物馆何时开馆？"), "馆长是谁？", "江原博物馆馆长是谁？"),
        (Said("太仓市面积多大？"), "市长是谁？", "太仓市市长是谁？"),
        (_BRIDGE, "市长是谁？", None),
        # Of people or of things.
        (_BRIDGE, "哪年出生的？", None),
        (Said("陈望舒是哪里毕业的？", "", "燕京大学"), "哪年去世？", "陈望舒哪年去世？"),
        # What is known by its number only.
        (Said("第十五届全省运动会在哪里举办？"), "第十六届在哪里举办？", "第十六届全省运动会在哪里举办？"),
    ],
)  # fmt: skip
def test_ellipsis(earlier: Said, typed: str, expected: str | None) -> None:
    assert _question(typed, earlier) == expected


def test_the_subject_of_a_fitting_kind_is_found_some_turns_back() -> None:
    earlier = (_BRIDGE, Said("澜江二桥是谁设计的？", "", "顾怀舟"), Said("顾怀舟说了什么？"))
    assert _question("主跨多长？", *earlier) == "澜江二桥主跨多长？"


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        (Said("云岭论坛在哪里闭幕？"), "什么时候？", "云岭论坛什么时候闭幕？"),
        (Said("云岭论坛何时闭幕？"), "在哪里？", "云岭论坛在哪里闭幕？"),
        (Said("青石河轮渡何时停航？"), "为什么？", "青石河轮渡为什么停航？"),
        (Said("谁率团赴澄川县考察？", "", "苏映雪"), "什么时候？", "苏映雪什么时候率团赴澄川县考察？"),
        (Said("南湾公司去年亏损多少？", "", "2.3亿元"), "为什么？", "南湾公司去年为什么亏损2.3亿元？"),
        (Said("双方签署了什么协议？", "", "《山海协议》"), "什么时候？", "双方什么时候签署了《山海协议》？"),
        (_BRIDGE, "在哪里？", "澜江二桥在哪里？"),
        (Said("云岭论坛有多少个国家参加？"), "哪些？", "云岭论坛有哪些国家参加？"),
        # The same question word again, or none that has a place for the new one.
        (Said("云岭论坛何时闭幕？"), "什么时候？", None),
        (_BRIDGE, "什么时候？", None),
        (_BRIDGE, "谁？", None),
    ],
)
def test_question_words_alone(earlier: Said, typed: str, expected: str | None) -> None:
    assert _question(typed, earlier) == expected


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        ("苏映雪说了什么？", "还有呢？", "苏映雪还说了什么？"),
        ("苏映雪还说了什么？", "还有吗？", "苏映雪还说了什么？"),
        ("云岭论坛有哪些国家参加？", "还有哪些？", "云岭论坛还有哪些国家参加？"),
        ("云岭论坛有哪些国家参加？", "还有哪些国家？", "云岭论坛还有哪些国家参加？"),
        ("谁参加了会议？", "还有谁？", "还有谁参加了会议？"),
        ("会议由谁主持？", "还有谁？", "会议还由谁主持？"),
        ("澜江一桥何时通车？", "另一座桥呢？", "另一座桥何时通车？"),
        ("澜江二桥何时开工？", "还有呢？", None),
        ("澜江二桥总投资多少？", "还有呢？", None),
    ],
)
def test_asking_for_more(earlier: str, typed: str, expected: str | None) -> None:
    assert _question(typed, Said(earlier)) == expected


def test_the_other_of_two_that_were_named_together() -> None:
    both = Said("文山有哪两座桥？", "文山有澜江一桥、澜江二桥。", "澜江一桥、澜江二桥")
    assert _question("另一座呢？", both, Said("澜江一桥何时通车？")) == "澜江二桥何时通车？"
    assert _question("另一座呢？", Said("澜江一桥何时通车？")) == "另一座何时通车？"
