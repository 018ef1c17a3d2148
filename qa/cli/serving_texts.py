"""What the commands chat and user say, and help by itself, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CHINESE", "ENGLISH", "HelpTexts", "ServingTexts"]


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """What every page of help says.

    :param usage: stands before how a command is called.
    :param help: what ``--help`` does.
    :param colon: ends a heading.
    :param words: what typer says itself, and what is said in its place.
    """

    usage: str
    colon: str
    help: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ServingTexts:
    """Every sentence of these commands in one language; braces are filled by ``str.format``.

    :param columns: heads of the table of users: name and role.
    """

    host: str
    users: str
    root_path: str
    host_name: str
    proxy: str
    mcp: str
    questions: str
    max_upload: str
    log: str
    log_questions: str
    conversations: str
    no_history: str
    user: str
    user_add: str
    user_list: str
    user_remove: str
    user_password: str
    user_role: str
    statuses: str
    user_name: str
    role: str
    users_file: str
    password_stdin: str
    ask_password: str
    ask_again: str
    added: str
    removed: str
    changed: str
    nobody: str
    columns: tuple[str, str]
    help: HelpTexts


ENGLISH = ServingTexts(
    host="Name or address to listen on: 0.0.0.0 for all networks of this machine. Where others reach the page, "
    "they have to log in: see `report-qa user add`. This computer only when left out.",
    users="File of those who may log in, made by `report-qa user add`. With it people log in on this computer, too. "
    "Your own when left out and others reach the page.",
    root_path="The path that a reverse proxy serves the page below, like /reports, or / for a name of its own. What "
    "a proxy on this computer says of a request (X-Forwarded-For, X-Forwarded-Proto) is believed.",
    host_name="A name that the page is reached by, like reports.example.org; to be given once for each.",
    proxy="Address or network of a proxy that is not on this computer and is believed, too, like 172.17.0.1 or "
    "10.0.0.0/8; to be given once for each.",
    mcp="Offer questions as tools to programs that speak the Model Context Protocol, at /mcp.",
    questions="How many questions a minute one person may ask; no limit when left out.",
    max_upload="Size in MiB that a report may have which is added on the page.",
    log="File for the log of requests, - for standard error. When left out: standard error where others reach the "
    "page, else none. No question stands in it.",
    log_questions="Write the questions to the log, too.",
    conversations="File that conversations are kept in; your own when left out.",
    no_history="Keep no conversations; they end with the program.",
    user="Look after those who may log in to the page.",
    user_add="Let somebody log in.",
    user_list="List those who may log in. In a pipe: one line each, a tab between name and role.",
    user_remove="Let somebody log in no more. Who is logged in is out at once.",
    user_password="Give somebody another password.",  # noqa: S106 - what the command does
    user_role="Let somebody do more or less.",
    statuses="Exit status: 0 done, 2 error.",
    user_name="What they are called; capital letters count.",
    role="Readers ask; editors add and remove reports, too.",
    users_file="File of those who may log in; your own when left out.",
    password_stdin="Read the password from standard input, one line, in place of asking for it.",  # noqa: S106
    ask_password="Password: ",  # noqa: S106
    ask_again="The same again: ",
    added="{name} may log in now, as {role}.",
    removed="{name} may log in no more.",
    changed="{name} is {role} now.",
    nobody="Nobody may log in yet.",
    columns=("Name", "Role"),
    help=HelpTexts(usage="Usage: ", colon=":", help="Show this message and exit.", words={}),
)

CHINESE = ServingTexts(
    host="监听的名称或地址；0.0.0.0 指本机的所有网络。别人能访问时必须登录，见 `report-qa user add`。"
    "不写则只限本机。",
    users="可登录用户的文件，由 `report-qa user add` 建立。写了它，在本机也要登录。不写而别人能访问时，"
    "用您自己的文件。",
    root_path="反向代理把网页放在哪个路径之下，如 /reports；单独占用一个域名则写 /。写了它，就相信本机上的代理"
    "对请求的说明（X-Forwarded-For、X-Forwarded-Proto）。",
    host_name="访问网页所用的名称，如 reports.example.org；有几个就写几次。",
    proxy="不在本机而同样可信的代理：写它的地址或网段，如 172.17.0.1 或 10.0.0.0/8；有几个就写几次。",
    mcp="把提问作为工具提供给使用 Model Context Protocol 的程序，地址为 /mcp。",
    questions="每人每分钟最多提几个问题；不写则不限。",
    max_upload="在网页上添加的报告最大多少 MiB。",
    log="请求日志的文件，- 指标准错误。不写时：别人能访问则写到标准错误，否则不写。日志里没有问题原文。",
    log_questions="把问题原文也写进日志。",
    conversations="保存对话的文件；不写则用您自己的文件。",
    no_history="不保存对话，程序结束即消失。",
    user="管理可以登录网页的用户。",
    user_add="允许某人登录。",
    user_list="列出可以登录的用户。输出到管道时每人一行，名称与角色之间是制表符。",
    user_remove="不再允许某人登录；已登录的立即退出。",
    user_password="为某人换一个密码。",  # noqa: S106 - what the command does
    user_role="改变某人可以做的事。",
    statuses="退出码：0 完成，2 出错。",
    user_name="用户名；区分大小写。",
    role="reader 只能提问；editor 还能添加和移除报告。",
    users_file="可登录用户的文件；不写则用您自己的。",
    password_stdin="从标准输入读一行作为密码，不再询问。",  # noqa: S106
    ask_password="密码：",  # noqa: S106
    ask_again="再输入一次：",
    added="{name} 现在可以登录，角色为 {role}。",
    removed="{name} 不能再登录了。",
    changed="{name} 现在的角色是 {role}。",
    nobody="还没有可以登录的用户。",
    columns=("用户名", "角色"),
    help=HelpTexts(
        usage="用法：",
        colon="：",
        help="显示这段说明。",
        words={
            "Arguments": "参数",
            "Options": "选项",
            "Commands": "命令",
            "[required]": "[必填]",
            "[default: ": "[默认：",
            "; required]": "；必填]",
        },
    ),
)
