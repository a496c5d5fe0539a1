"""What an interview says about the facts of a firm."""

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Text

HEAD = Text("企业情况 {place}/{count}　{text}", "The firm, {place} of {count}: {text}")
QUESTIONS = {
    "industry": Text(
        "主要做什么产品？说常用的叫法就行，例如灯饰、模具、注塑、酱料；也可以填行业代码。",
        "What do you mainly make? A plain word will do, such as lamps, moulds, injection moulding "
        "or sauces; the industry code as well.",
    ),
    "city": Text(
        "工厂在哪里？填市、区或镇街的名称，例如佛山、顺德、古镇。",
        "Where is the plant? City, district or town, such as Foshan, Shunde or Guzhen.",
    ),
}
"""The questions that are asked otherwise here than where codes are wanted; the others by id."""
NOT_RECOGNISED = {
    "industry": Text(
        "没认出「{typed}」是哪个行业。请换个说法，或者填大类代码（输入问号列出全部大类）；"
        "也可以回车跳过。",
        "No industry is known as “{typed}”. Try another word, or the code of a division (? lists "
        "them all), or press Enter to skip.",
    ),
    "city": Text(
        "没认出「{typed}」。请填广东的市、区或镇街的名称，或 6 位行政区划代码；也可以回车跳过。",
        "“{typed}” was not recognised. Please type a city, district or town of Guangdong, or a "
        "place code of 6 digits, or press Enter to skip.",
    ),
    "employees": Text(
        "没看懂「{typed}」。请填人数，例如 60。",
        "“{typed}” was not understood. Please type a number of people, such as 60.",
    ),
    "revenue_wan": Text(
        "没看懂「{typed}」。请填数，单位是万元，例如 2600。",
        "“{typed}” was not understood. Please type a number in 10,000 yuan, such as 2600.",
    ),
    "pains": Text(
        "没看懂「{typed}」。请填 1 到 {count} 的序号，最多三个，例如 1,4。",
        "“{typed}” was not understood. Please type up to three numbers from 1 to {count}, "
        "such as 1,4.",
    ),
    "yearly_budget_wan": Text(
        "没看懂「{typed}」。请填数，单位是万元，例如 20。",
        "“{typed}” was not understood. Please type a number in 10,000 yuan, such as 20.",
    ),
    "production_type": Text(
        "没看懂「{typed}」。请填 1 或 2。", "“{typed}” was not understood. Please type 1 or 2."
    ),
}
WHICH = Text("是哪一个？填序号；都不是就换个说法", "Which? Type its number, or another word")
BESIDE_OFFERS = Text(
    "请填 1 到 {count} 的序号，或换个说法。",
    "Please type a number from 1 to {count}, or another word.",
)
MORE = Text(
    "  另有 {count} 个没有列出，说得具体一些就能找到。",
    "  {count} more are not listed: a more exact word will help.",
)
ANSWER = Text("请填写", "Your answer")
NUMBERS = Text("填序号，最多三个，最头疼的在前", "Up to three numbers, the worst first")
TAKEN = Text("→ {fact}", "→ {fact}")
KINDS = {
    ProductionType.DISCRETE: Text(
        "离散型：一件一件加工、装配，例如家电、家具、模具、服装",
        "Discrete: pieces are worked and assembled, as in appliances, furniture, moulds, clothing",
    ),
    ProductionType.PROCESS: Text(
        "流程型：物料连续流过管道、炉、窑、罐，例如化工、水泥、饮料、造纸",
        "Process: material flows through pipes, furnaces, kilns or tanks, as in chemicals, "
        "cement, drinks, paper",
    ),
}
BY_INDUSTRY = Text(
    "按行业推定为{kind}，对就直接回车。",
    "By the industry it is the {kind} type: press Enter if that is right.",
)
BY_DEFAULT = Text("不填就按{kind}算。", "Left blank, it counts as the {kind} type.")
