"""What is said of encoders and readers that cannot be used."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # embeddings/source.py
    "is a file": ("是文件，不是文件夹", "是檔案，不是資料夾"),
    "Name the folder that holds the model": ("请指定模型所在的文件夹", "請指定模型所在的資料夾"),
    "there is no such folder, and it is no model's name either": (
        "没有这个文件夹，也不是模型名称",
        "沒有這個資料夾，也不是模型名稱",
    ),
    "is no folder, is not in the local cache, and cannot be downloaded ({:message})": (
        "不是文件夹，本地缓存里没有，也无法下载（{}）",
        "不是資料夾，本機快取裡沒有，也無法下載（{}）",
    ),
    "Check the spelling, fetch it once where there is a network (hf download NAME), "
    "or leave the name out for the bundled model": (
        "请检查拼写，或在有网络的地方先下载一次（hf download NAME），或不写名称而用自带的模型",
        "請檢查拼字，或在有網路的地方先下載一次（hf download NAME），或不寫名稱而用內建的模型",
    ),
    "Check the spelling and the access rights, or leave the name out for the bundled model": (
        "请检查拼写和访问权限，或不写名称而用自带的模型",
        "請檢查拼字和存取權限，或不寫名稱而用內建的模型",
    ),
    "cannot be downloaded ({:message})": ("无法下载（{}）", "無法下載（{}）"),
    # embeddings/encoder.py, index.py
    "returns vectors that are not finite": ("算出的向量里有非有限的数", "算出的向量裡有非有限的數"),
    "Name another sentence-transformers model, or leave the name out for the bundled one": (
        "请换一个 sentence-transformers 模型，或不写名称而用自带的",
        "請換一個 sentence-transformers 模型，或不寫名稱而用內建的",
    ),
    "its folder holds no weights (*.safetensors)": (
        "文件夹里没有权重（*.safetensors）",
        "資料夾裡沒有權重（*.safetensors）",
    ),
    "cannot be read ({:message})": ("无法读取（{}）", "無法讀取（{}）"),
    "cannot be loaded ({:message})": ("无法加载（{}）", "無法載入（{}）"),
    "FAISS could not write it ({})": ("FAISS 无法写入（{}）", "FAISS 無法寫入（{}）"),
    "Free space": ("请腾出磁盘空间", "請騰出磁碟空間"),
    "FAISS cannot read it": ("FAISS 无法读取", "FAISS 無法讀取"),
    "it is a {}": ("里面是 {}", "裡面是 {}"),
    "Rebuild it": ("请重新生成", "請重新產生"),
    # qa/hub_model.py, hub_reader.py, span_judge.py
    "cannot be loaded as a reader ({:message})": ("无法作为阅读器加载（{}）", "無法作為閱讀器載入（{}）"),
    "Name a question-answering model of the Hugging Face hub with safetensors weights, "
    "or leave the name out for the bundled reader": (
        "请换一个 Hugging Face 上带 safetensors 权重的问答模型，或不写名称而用自带的阅读器",
        "請換一個 Hugging Face 上帶 safetensors 權重的問答模型，或不寫名稱而用內建的閱讀器",
    ),
    "is a model of the kind {}, which marks no answers in text": (
        "是 {} 类模型，不能在文中标出答案",
        "是 {} 類模型，不能在文中標出答案",
    ),
    "its tokenizer ({}) does not tell offsets": (
        "它的分词器（{}）不给出字符偏移",
        "它的斷詞器（{}）不提供字元位移",
    ),
    "its folder holds no vocabulary for its tokenizer": (
        "文件夹里没有分词器的词表",
        "資料夾裡沒有斷詞器的詞彙表",
    ),
    "its weights lack {}, so that it was not made for question answering": (
        "权重里缺少 {}，不是为问答而训练的",
        "權重裡缺少 {}，不是為問答而訓練的",
    ),
    "its tokenizer has {} tokens and its weights know {}": (
        "分词器有 {} 个 token，权重只认得 {} 个",
        "斷詞器有 {} 個 token，權重只認得 {} 個",
    ),
    "it reads no more than {} tokens": ("最多只能读 {} 个 token", "最多只能讀 {} 個 token"),
    "it takes {} tokens, and {} reads a question of {} at most": (
        "有 {} 个 token，而 {} 能读的问题最多 {} 个",
        "有 {} 個 token，而 {} 能讀的問題最多 {} 個",
    ),
    "returns scores that are not finite": ("给出的分数里有非有限的数", "給出的分數裡有非有限的數"),
    "returns scores that do not fit the passages": ("给出的分数与段落对不上", "給出的分數與段落對不上"),
    "Mend the reader, or leave it out for the bundled one": (
        "请修正阅读器，或不指定而用自带的",
        "請修正閱讀器，或不指定而用內建的",
    ),
    # qa/neural.py, scorer.py
    "the reader cannot be loaded ({:message})": ("阅读器无法加载（{}）", "閱讀器無法載入（{}）"),
    "it has format {}, not {}": ("格式是 {}，不是 {}", "格式是 {}，不是 {}"),
    "Install report-qa again, or train the reader anew with `python -m qa.training`": (
        "请重新安装 report-qa，或用 `python -m qa.training` 重新训练阅读器",
        "請重新安裝 report-qa，或用 `python -m qa.training` 重新訓練閱讀器",
    ),
    "Install report-qa again, or fit the reader anew with `python -m qa.training`": (
        "请重新安装 report-qa，或用 `python -m qa.training` 重新拟合阅读器",
        "請重新安裝 report-qa，或用 `python -m qa.training` 重新擬合閱讀器",
    ),
    "{} was written for other weights than {} holds": ("{} 与 {} 里的权重不配套", "{} 與 {} 裡的權重不相符"),
    "{} was written for another network than {} holds": (
        "{} 与 {} 里的网络不配套",
        "{} 與 {} 裡的網路不相符",
    ),
    "the vocabulary does not fit the network": ("词表与网络不配套", "詞彙表與網路不相符"),
    "the reader was fitted for other features than this version has": (
        "阅读器所用的特征与这个版本的不同",
        "閱讀器所用的特徵與這個版本的不同",
    ),
    "the tensor {} is missing": ("缺少张量 {}", "缺少張量 {}"),
    "the tensors of {} do not fit one another": ("{} 的各张量互不相符", "{} 的各張量互不相符"),
    # qa/store/models.py, base.py, qa/opening.py
    "the library was made with another {:message} ({}, this is {})": (
        "建库时用的是另一个{}（{}，现在是 {}）",
        "建庫時用的是另一個{}（{}，現在是 {}）",
    ),
    "Name the {:message} it was made with, or run `report-qa reindex{} --library {}`": (
        "请指定建库时用的{0}，或运行 `report-qa reindex{1} --library {2}`",
        "請指定建庫時用的{0}，或執行 `report-qa reindex{1} --library {2}`",
    ),
    "the library was made with one that was given as an object": (
        "建库时给的是模型对象，没有名称可用来加载",
        "建庫時給的是模型物件，沒有名稱可用來載入",
    ),
    "Give the same {:message}": ("请给出同一个{}", "請給出同一個{}"),
    "vectors of shape {} do not fit {}, or are not finite": (
        "形状为 {} 的向量与 {} 不符，或含有非有限的数",
        "形狀為 {} 的向量與 {} 不符，或含有非有限的數",
    ),
    "Give float32 vectors of shape {}, of the library's encoder": (
        "请给出报告库的编码器算出的 float32 向量，形状为 {}",
        "請給出報告庫的編碼器算出的 float32 向量，形狀為 {}",
    ),
}
