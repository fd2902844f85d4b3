"""Typed, coded errors: each has an owner (who can mend it), a Chinese message and a remedy.

``FactextractError`` is the only exception that the program raises on purpose for bad input. ``code`` is stable and
documented; ``str(error)`` is the Chinese message with its remedy.
"""

from __future__ import annotations


class ErrorKind:
    """A kind of error: ``owner`` is ``input`` (mend the file), ``pack`` (mend the pack), ``usage`` or ``system``.

    Written out, for ``dataclasses`` and ``typing`` would make ``factextract --help`` half as slow again.
    """

    __slots__ = ("code", "exit_code", "message", "owner", "remedy")

    def __init__(self, code: str, owner: str, message: str, remedy: str, exit_code: int = 1) -> None:
        self.code, self.owner, self.exit_code = code, owner, exit_code
        self.message, self.remedy = message, remedy


_KINDS = (
    ErrorKind("file_missing", "usage", "找不到文件：{path}", "请检查路径与文件名是否正确。"),
    ErrorKind(
        "file_unreadable",
        "system",
        "无法读取文件：{path}（{detail}）",
        "请检查文件权限，或复制到本机后重试。",
    ),
    ErrorKind(
        "is_folder",
        "usage",
        "这是一个文件夹，而不是文件：{path}",
        "请给出其中的文件；文件夹里须有 .docx 或 .txt 文件。",
    ),
    ErrorKind("empty_file", "input", "文件为空：{path}", "请确认报送单位是否上传了正确的文件。"),
    ErrorKind(
        "unsupported_format",
        "input",
        "不支持的文件格式：{path}（{detail}）",
        "请另存为 .docx 或 .txt 后重试。",
    ),
    ErrorKind(
        "not_a_docx",
        "input",
        "不是有效的 .docx 文件：{path}（{detail}）",
        "请用 Word 或 WPS 打开后另存为 .docx。",
    ),
    ErrorKind(
        "damaged_docx", "input", ".docx 文件已损坏：{path}（{detail}）", "请向报送单位索取完好的文件。"
    ),
    ErrorKind("encrypted", "input", "文件已加密：{path}", "请去除密码后重新提交。"),
    ErrorKind(
        "too_large", "input", "文件过大：{path}（{detail}）", "请拆分文件，或确认是否为恶意构造的文件。"
    ),
    ErrorKind(
        "unsafe_docx",
        "input",
        ".docx 文件含有不安全的内容：{path}（{detail}）",
        "请勿打开该文件；向报送单位索取正常文件。",
    ),
    ErrorKind("unknown_encoding", "input", "无法识别文本编码：{path}", "请用记事本另存为 UTF-8 后重试。"),
    ErrorKind(
        "no_text",
        "input",
        "文件中没有文字：{path}（{detail}）",
        "若为扫描件或照片，请先做文字识别（OCR），再另存为 .docx 或 .txt。",
    ),
    ErrorKind("binary_file", "input", "这不是文本文件：{path}", "请另存为 .docx 或 .txt 后重试。"),
    ErrorKind(
        "pack_invalid",
        "pack",
        "指标包有误：{path}\n{detail}",
        "请按提示逐条修改；字段说明见 factextract schema pack。",
    ),
    ErrorKind(
        "corpus_invalid",
        "input",
        "标注语料有误：{path}\n{detail}",
        "请按提示逐条修改；格式见 docs/corpus.md。",
    ),
    ErrorKind(
        "aliases_invalid",
        "input",
        "机构对照表有误：{path}\n{detail}",
        "请按提示逐行修改；格式见 docs/compare-names.md，也可重新导出对照表后再改。",
    ),
    ErrorKind(
        "roster_invalid",
        "input",
        "机构名单有误：{path}\n{detail}",
        "请按提示逐行修改；格式见 docs/compare-names.md。",
    ),
    ErrorKind(
        "requirements_invalid",
        "pack",
        "报送要求有误：{path}\n{detail}",
        "请按提示逐条修改；格式见 docs/compare-names.md。",
    ),
    ErrorKind(
        "spreadsheet_reader_missing",
        "system",
        "读取 {path} 所需的组件没有安装：openpyxl",
        "请运行 pip install 'factextract[compare]'，或另存为 CSV（UTF-8）后重试。",
    ),
    ErrorKind("model_mismatch", "system", "模型文件与程序不符：{detail}", "请重新安装 factextract。"),
    ErrorKind("bad_option", "usage", "参数有误：{detail}", "用法见 factextract --help。", 2),
    ErrorKind("write_failed", "system", "无法写出结果：{path}（{detail}）", "请检查磁盘空间与写入权限。"),
    ErrorKind(
        "damaged_archive", "input", "压缩包已损坏：{path}（{detail}）", "请向报送单位索取完好的压缩包。"
    ),
    ErrorKind(
        "unsafe_archive",
        "input",
        "压缩包含有不安全的内容：{path}（{detail}）",
        "请勿解压该文件；向报送单位索取正常的压缩包。",
    ),
    ErrorKind(
        "timeout",
        "system",
        "处理超时：{path}（{detail}）",
        "请检查该文件是否异常；确需处理时用 --timeout 放宽时限后重新运行。",
    ),
    ErrorKind(
        "oom",
        "system",
        "内存不足：{path}（{detail}）",
        "请拆分该文件；确需处理时用 --memory 放宽上限后重新运行。",
    ),
    ErrorKind(
        "crash",
        "system",
        "处理该文件时程序崩溃：{path}（{detail}）",
        "请将该文件另存后重试，或加 --force 再试；仍然崩溃请反馈给开发者。",
    ),
    ErrorKind(
        "internal_error",
        "system",
        "程序内部错误：{path}（{detail}）",
        "请将该文件与此信息反馈给开发者；其余文件不受影响。",
    ),
    ErrorKind(
        "worker_failed", "system", "工作进程不可用：{detail}", "请减少 --workers，或重新安装 factextract。"
    ),
    ErrorKind(
        "cluster_missing",
        "system",
        "分布式引擎或远程存储所需的组件没有安装：{name}",
        "请运行 pip install 'factextract[cluster]'；对象存储另需驱动，如 s3:// 需 pip install s3fs。",
    ),
    ErrorKind(
        "cluster_failed",
        "system",
        "集群不可用：{detail}",
        "请检查 --cluster 的地址、调度进程与工作进程（见 docs/scale.md），然后重新运行同一命令，已完成的不会重做。",
    ),
    ErrorKind(
        "cluster_mismatch",
        "system",
        "工作节点 {node} 上的程序、指标包或模型与本机不同：{detail}",
        "请在所有节点上安装同一版本的 factextract，并使用相同的指标包，然后重新运行同一命令。",
    ),
    ErrorKind(
        "output_busy",
        "usage",
        "另一个批处理正在写入同一文件夹：{path}",
        "请等待其结束，或用 -o 指定其他文件夹。",
    ),
    ErrorKind(
        "state_damaged",
        "system",
        "批处理的状态文件已损坏：{path}",
        "请检查磁盘，并加 --force 重新处理。",
    ),
    ErrorKind(
        "records_invalid",
        "system",
        "第 {line} 条记录无效：{path}（{detail}）",
        "请用 factextract batch 重新生成记录。",
    ),
    ErrorKind(
        "dependency_missing",
        "system",
        "导出到 {target} 所需的组件没有安装：{name}",
        "请运行 pip install 'factextract[sinks]'，或改用 csv:、sqlite:，它们不需要另装组件。",
    ),
    ErrorKind(
        "compare_missing",
        "system",
        "比较所需的组件没有安装：{package}",
        "请运行 pip install 'factextract[compare]'。",
    ),
    ErrorKind(
        "database_failed",
        "system",
        "数据库出错：{target}（{detail}）",
        "请检查数据库文件或服务器能否写入、是否被其他程序占用，然后重新运行；失败的导出没有改动任何数据。",
    ),
    ErrorKind(
        "tables_mismatch",
        "usage",
        "{target} 中已有结构不同的表：{table}",
        "请换一个数据库（PostgreSQL 也可换一个 schema），或删去旧表后重新导出。",
    ),
)
KINDS = {kind.code: kind for kind in _KINDS}


class FactextractError(Exception):
    """A coded error. ``details`` fill the message's placeholders."""

    def __init__(self, code: str, **details: object) -> None:
        self.kind = KINDS[code]
        self.details = details
        self.message = self.kind.message.format(**details)
        super().__init__(f"{self.message} {self.kind.remedy}")

    @property
    def code(self) -> str:
        """The stable code, for logs and failure files."""
        return self.kind.code

    @property
    def exit_code(self) -> int:
        """Process exit code: 1 for bad input, 2 for wrong usage."""
        return self.kind.exit_code
