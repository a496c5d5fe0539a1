"""Faults of files to answers in words, in both languages."""

from diagnosis.domain.text import Text

FILE_FAULTS = {
    "empty-file": Text("文件是空的。", "The file is empty."),
    "unknown-kind": Text(
        "只收 JPEG、PNG、WebP 图片和 PDF。请用手机拍照、截屏，或另存为 PDF 再上传。",
        "Pictures in JPEG, PNG or WebP and PDF are taken. Take a photo or a screenshot, or save "
        "it as PDF.",
    ),
    "other-kind": Text(
        "Content-Type 写的是 {stated}，文件其实是 {kind}。",
        "Content-Type says {stated}, and the file is {kind}.",
    ),
    "archive-in-file": Text(
        "文件里夹带了压缩包，不收。", "There is an archive in the file: that is not taken."
    ),
    "broken-file": Text(
        "文件打不开，可能没传完整或已损坏。请打开看看，再传一次。",
        "The file cannot be opened: it may be cut off or damaged. Look at it and send it again.",
    ),
    "too-many-pixels": Text(
        "图片太大，这种格式最多 {most}00 万像素。请缩小，或改存为 JPEG。",
        "At most {most} million pixels in this format. Make the picture smaller, or save it as "
        "JPEG.",
    ),
    "too-many-pages": Text(
        "PDF 最多 {most} 页，请只传相关的几页。",
        "A PDF has at most {most} pages. Send those alone that matter.",
    ),
    "active-content": Text(
        "PDF 里有会自动运行或夹带文件的内容（{what}），不收。请打印成新的 PDF 再上传。",
        "The PDF runs something or carries files ({what}): that is not taken. Print it to a new "
        "PDF.",
    ),
    "encrypted-file": Text(
        "PDF 加了密。请先去掉密码再上传。",
        "The PDF is encrypted. Save it without a password first.",
    ),
    "too-complex-file": Text(
        "文件太复杂，打开要的时间或内存超过上限。请打印成新的 PDF，或截屏后上传。",
        "To open the file takes more time or memory than is allowed. Print it to a new PDF, or "
        "send a screenshot.",
    ),
    "too-large-when-clean": Text(
        "去掉附带信息重新保存后超过 {most} 字节。请缩小图片，或改存为 JPEG。",
        "Saved anew, without what it carried along, it has more than {most} bytes. Make the "
        "picture smaller, or save it as JPEG.",
    ),
    "too-many-files-of-item": Text(
        "一道题最多 {most} 个文件，请先删掉不用的。",
        "An answer has at most {most} files. Remove one that is not needed.",
    ),
    "too-many-files-of-sheet": Text(
        "一份答卷最多 {most} 个文件，请先删掉不用的。",
        "A sheet has at most {most} files. Remove one that is not needed.",
    ),
    "no-room-for-files": Text(
        "文件总量已到上限（{most} MB），请先删掉不用的。",
        "All files together may have {most} MB. Remove some that are not needed.",
    ),
}
