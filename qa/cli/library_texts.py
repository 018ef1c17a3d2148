"""What the commands for libraries that are kept say, in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHINESE", "ENGLISH", "LibraryTexts"]


@dataclass(frozen=True, slots=True)
class LibraryTexts:
    """Every sentence of these commands in one language; braces are filled by ``str.format``.

    :param columns: heads of the table: name, pages, characters, sentences, codec, when it was added, id.
    """

    add: str
    add_statuses: str
    add_paths: str
    replace: str
    no_originals: str
    remove: str
    remove_statuses: str
    reports: str
    only: str
    list: str
    list_json: str
    search: str
    search_statuses: str
    search_json: str
    search_limit: str
    reindex: str
    new_encoder: str
    new_reader: str
    compact: str
    doctor: str
    doctor_statuses: str
    doctor_json: str
    doctor_encoder: str
    repair: str
    export: str
    export_archive: str
    import_: str
    import_archive: str
    copy: str
    copy_source: str
    copy_target: str
    statuses: str
    where: str
    new_where: str
    chat_where: str
    folder: str
    new_folder: str
    added: str
    replaced: str
    there: str
    twin: str
    colon: str
    all_added: str
    all_replaced: str
    all_there: str
    all_failed: str
    all_held: str
    interrupted: str
    stopped: str
    removed: str
    columns: tuple[str, str, str, str, str, str, str]
    damaged: str
    score: str
    nothing_found: str
    reindexed: str
    reindex_interrupted: str
    compacted: str
    compacted_there: str
    to_scrub: str
    sound: str
    repaired: str
    exported: str
    imported: str
    copied: str
    copy_interrupted: str
    checking: str
    copying: str


ENGLISH = LibraryTexts(
    add="Add reports to a library, which keeps them.",
    add_statuses="Exit status: 0 all are in it now, 1 some were not added, 2 none was, or error.",
    add_paths="Reports (txt, md, html, pdf, docx, csv, xlsx) or folders of them.",
    replace="Remove the versions of these files that were added before.",
    no_originals="Do not keep the files themselves, only what is searched and quoted.",
    remove="Remove reports from a library.",
    remove_statuses="Nothing is removed when one of them is not found. Exit status: 0 removed, 2 error.",
    reports="A report: its id, the first 6 or more digits of it, its path or its name.",
    only="Ask only this report, by its id, the first 6 or more digits of it, its path or its name. Can be repeated.",
    list="List the reports of a library. In a pipe: one line a report, tabs between its values.",
    list_json="Print all that is known of the reports as JSON.",
    search="Find passages that may answer, without looking for the answer in them.",
    search_statuses="Exit status: 0 found, 1 nothing found, 2 error.",
    search_json="Print the passages as JSON.",
    search_limit="At most this many passages.",
    reindex="Move a library to other models. Without options: embed again if the recorded models have changed.",
    new_encoder="The encoder to move to: a sentence-transformers model, or `bundled`; as it was when left out.",
    new_reader="The reader to move to: a model of the Hugging Face hub, or `bundled`; as it was when left out.",
    compact="Put the search files of a library together, and give back the room of removed reports.",
    doctor="Check that a library is what was added to it.",
    doctor_statuses="Exit status: 0 sound or repaired, 1 something is left, 2 error.",
    doctor_json="Print what was found as JSON.",
    doctor_encoder="The encoder the library was made with, where it has to be named.",
    repair="Repair what can be.",
    export="Write a library to one file, to be moved or kept.",
    export_archive="The file to write.",
    import_="Make a library of a file that `report-qa export` wrote.",
    import_archive="A file that `report-qa export` wrote.",
    copy="Copy the reports of a library to another one, which is made where there is none.",
    copy_source="A library: a folder, or milvus://HOST:PORT/NAME.",
    copy_target="The library to copy to.",
    statuses="Exit status: 0 done, 2 error.",
    where="The library: a folder, or milvus://HOST:PORT/NAME; your own when left out.",
    new_where="The library: a folder, new or not, or milvus://HOST:PORT/NAME; your own when left out.",
    chat_where="Open this library, a folder or milvus://HOST:PORT/NAME, in place of reports.",
    folder="The folder of the library; your own when left out.",
    new_folder="A new folder for the library; your own when left out.",
    added="added",
    replaced="added in place of its older version",
    there="already there",
    twin="already there (a file of another name has the same bytes)",
    colon=": ",
    all_added="{count} added",
    all_replaced="{count} replaced",
    all_there="{count} already there",
    all_failed="{count} not added",
    all_held="{count} in all",
    interrupted="interrupted. Added and kept: {count}. The same command goes on from there",
    stopped="stopped by the failure named next. Added and kept: {count}. The same command goes on from there",
    removed="removed",
    columns=("Name", "Pages", "Characters", "Sentences", "Codec", "Added", "Id"),
    damaged="damaged, run report-qa doctor",
    score="score {score:.3f}",
    nothing_found="Nothing found.",
    reindexed="{library} is asked with the encoder {encoder} and the reader {reader} now.",
    reindex_interrupted="interrupted. The library answers as before; the same command goes on from there",
    compacted="{library}: {before:.1f} MB before, {after:.1f} MB now",
    compacted_there="{library} is compacted.",
    to_scrub="Done; what was removed is overwritten in the files once nobody is asking: run `report-qa compact` again.",
    sound="{library} is sound.",
    repaired="(repaired)",
    exported="{library} is in {archive} ({size:.1f} MB).",
    imported="{archive} is in {library}.",
    copied="{target}: {count} copied or already there",
    copy_interrupted="interrupted. What was copied stays; the same command goes on from there",
    checking="Checking reports",
    copying="Copying reports",
)

CHINESE = LibraryTexts(
    add="把报告添加到报告库，长期保存。",
    add_statuses="退出码：0 都在库里了，1 有的未能添加，2 全都未能添加，或出错。",
    add_paths="报告，或装着报告的文件夹 (txt, md, html, pdf, docx, csv, xlsx)。",
    replace="移除这些文件以前添加的版本。",
    no_originals="不保存文件本身，只保存检索和引用所需的内容。",
    remove="从报告库移除报告。",
    remove_statuses="只要有一份找不到，就一份也不移除。退出码：0 已移除，2 出错。",
    reports="报告：它的编号、编号的前 6 位或更多位、路径或名称。",
    only="只问这一份报告：写它的编号、编号的前 6 位或更多位、路径或名称。可重复使用。",
    list="列出报告库里的报告。输出到管道时每份报告一行，各值以制表符分隔。",
    list_json="以 JSON 输出各报告的全部信息。",
    search="找出可能回答问题的段落：只列段落，不提取答案。",
    search_statuses="退出码：0 找到了，1 没有找到，2 出错。",
    search_json="以 JSON 输出这些段落。",
    search_limit="最多列几段。",
    reindex="让报告库改用别的模型。不指定则沿用原来的模型；模型更新过则重新计算。",
    new_encoder="改用的编码器：sentence-transformers 模型，或 `bundled`（自带的）；不写则照旧。",
    new_reader="改用的阅读器：Hugging Face 模型，或 `bundled`（自带的）；不写则照旧。",
    compact="合并报告库的检索文件，收回已移除报告占用的空间。",
    doctor="检查报告库有无损坏。",
    doctor_statuses="退出码：0 完好或已修好，1 还有问题，2 出错。",
    doctor_json="以 JSON 输出检查结果。",
    doctor_encoder="建库时用的编码器；doctor 提示需要时才写。",
    repair="修复能修复的。",
    export="把报告库写成一个文件，便于搬移或备份。",
    export_archive="要写的文件。",
    import_="用 `report-qa export` 写出的文件建立报告库。",
    import_archive="`report-qa export` 写出的文件。",
    copy="把一个报告库的报告复制到另一个；没有则新建。",
    copy_source="报告库：文件夹，或 milvus://HOST:PORT/NAME。",
    copy_target="复制到的报告库。",
    statuses="退出码：0 完成，2 出错。",
    where="报告库：文件夹，或 milvus://HOST:PORT/NAME；不写则用您自己的库。",
    new_where="报告库：新的或已有的文件夹，或 milvus://HOST:PORT/NAME；不写则用您自己的库。",
    chat_where="不读报告，而打开这个报告库：文件夹，或 milvus://HOST:PORT/NAME。",
    folder="报告库的文件夹；不写则用您自己的库。",
    new_folder="放报告库的新文件夹；不写则用您自己的库。",
    added="已添加",
    replaced="已添加，取代旧版本",
    there="原已在库",
    twin="原已在库（另一个文件与它字节相同）",
    colon="：",
    all_added="添加 {count}",
    all_replaced="取代 {count}",
    all_there="原已在库 {count}",
    all_failed="未能添加 {count}",
    all_held="共有 {count}",
    interrupted="已中断。已添加并保存：{count}。再次运行同一命令即可继续",
    stopped="因下述错误停止。已添加并保存：{count}。再次运行同一命令即可继续",
    removed="已移除",
    columns=("名称", "页数", "字数", "句数", "编码", "添加时间", "编号"),
    damaged="已损坏，请运行 report-qa doctor",
    score="得分 {score:.3f}",
    nothing_found="没有找到。",
    reindexed="{library} 现在用编码器 {encoder} 和阅读器 {reader}。",
    reindex_interrupted="已中断。报告库照旧回答；再次运行同一命令即可继续",
    compacted="{library}：原为 {before:.1f} MB，现为 {after:.1f} MB",
    compacted_there="{library} 已合并。",
    to_scrub="已完成；已移除的内容要等没有人提问时才能从文件里抹掉：请再运行一次 `report-qa compact`。",
    sound="{library} 完好。",
    repaired="（已修复）",
    exported="{library} 已写入 {archive}（{size:.1f} MB）。",
    imported="{archive} 已导入 {library}。",
    copied="{target}：已复制或原已在库 {count}",
    copy_interrupted="已中断。已复制的保留；再次运行同一命令即可继续",
    checking="正在检查报告",
    copying="正在复制报告",
)
