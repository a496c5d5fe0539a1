"""The words for closed sets: areas, grades, sizes, kinds, standings, roles, lists."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.text import Text
from diagnosis.domain.unit import Unit
from diagnosis.present.per_object import per_content
from diagnosis.present.say import joined, names_by_id
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import package_of, whole_package

PACKAGE_AREAS = {
    "start": Text("起步", "getting started"),
    "design": Text("设计与工艺", "design and process"),
    "orders": Text("订单与物料", "orders and materials"),
    "production": Text("生产", "production"),
    "stock": Text("仓库", "stores"),
    "quality": Text("质量", "quality"),
    "machines": Text("设备", "machines"),
    "energy": Text("能耗", "energy"),
    "safety": Text("安全环保", "safety and environment"),
    "network": Text("网络", "network"),
    "office": Text("办公、财务、人事", "office, finance and staff"),
    "security": Text("信息安全", "information security"),
    "data": Text("数据与打通", "data and joining systems"),
    "service": Text("售后与发货", "service and delivery"),
    "chain": Text("上下游", "supply chain"),
    "ai": Text("人工智能", "AI"),
}
COST_PARTS = {
    "software": Text("软件", "software"),
    "hardware": Text("硬件", "hardware"),
    "services": Text("实施服务", "services"),
}
GRADES = {
    "light": Text("轻量", "light"),
    "full": Text("完整", "full"),
}
SIZES = {
    "micro": Text("微型", "micro"),
    "small": Text("小型", "small"),
    "medium": Text("中型", "medium"),
    "large": Text("大型", "large"),
}
PRODUCTION_TYPES = {
    "discrete": Text("离散型", "discrete"),
    "process": Text("流程型", "process"),
}
KINDS = {
    "grant": Text("补助或奖补", "grant"),
    "voucher": Text("券", "voucher"),
    "interest-subsidy": Text("贴息", "interest subsidy"),
    "loan": Text("贷款", "loan"),
    "equity": Text("股权投资", "equity"),
    "award": Text("奖励", "award"),
    "tax": Text("税收优惠", "tax relief"),
    "service": Text("公共服务", "public service"),
    "pilot": Text("试点", "pilot"),
    "infrastructure": Text("基础设施", "infrastructure"),
    "policy-goal": Text("目标或拨款（企业不能申报）", "goal or transfer (not for firms)"),
}
STANDINGS = {
    "open": Text("可申报", "open"),
    "rules-in-force": Text("规定有效，没看到申报通知", "rules in force, no call seen"),
    "not-yet": Text("尚未生效", "not yet in force"),
    "before-window": Text("申报期未到", "filing has not begun"),
    "window-closed": Text("申报期已过", "filing has closed"),
    "ended": Text("已到期", "ended"),
    "check-current-year": Text("需查当年通知", "look up this year's notice"),
    "no-filing": Text("无需也无法申报", "nothing to apply for"),
}
STATED = {
    "open": Text("正在受理", "taking applications"),
    "in-force": Text("有效", "in force"),
    "check-current-year": Text("按年发通知", "renewed by yearly notice"),
    "mostly-expired": Text("大部分已到期", "mostly expired"),
    "expired-reference": Text("已到期，仅供参考", "expired, for reference"),
}
TIMINGS = {
    "after-the-fact": Text("先做后补", "paid afterwards"),
    "advance": Text("事前拨付", "paid in advance"),
    "either": Text("事前或事后", "paid before or after"),
    "unknown": Text("未说明", "not said"),
}
PAY_BASES = {
    "project-cost": Text("项目投入", "project cost"),
    "equipment": Text("设备购置额", "equipment bought"),
    "loan-interest": Text("贷款利息", "loan interest"),
    "compute-rent": Text("算力租用费", "rent of compute"),
    "model-purchase": Text("模型采购额", "models bought"),
    "data-purchase": Text("数据采购额", "data bought"),
    "consulting": Text("诊断咨询费", "consulting fees"),
    "none": Text("不按比例", "no rate"),
}
_ONLY_A_STEP = Text(
    "这只是「{package}」里的一步：记下了，整包照常考虑。",
    "This is a mere step of “{package}”: it is kept, and says nothing of the package.",
)
STATUSES = {
    "planned": Text("计划中", "planned"),
    "running": Text("进行中", "running"),
    "done": Text("已完成", "done"),
    "dropped": Text("已放弃", "dropped"),
}
ROLES = {
    "manufacturer": Text("制造企业", "manufacturer"),
    "ai-firm": Text("人工智能企业", "AI firm"),
    "software-firm": Text("软件企业", "software firm"),
    "research-org": Text("科研机构", "research organisation"),
    "equipment-maker": Text("装备企业", "equipment maker"),
    "service-provider": Text("服务商", "service provider"),
    "chain-leader": Text("链主企业", "lead firm of a chain"),
    "platform": Text("平台企业", "platform"),
    "telecom": Text("电信运营商", "telecom operator"),
}
LISTS = {
    "zjtx": Text("专精特新中小企业", "specialised SMEs (专精特新)"),
    "little-giant": Text("专精特新「小巨人」", "little giants (小巨人)"),
    "champion": Text("制造业单项冠军", "single-product champions (单项冠军)"),
    "sme-pilot-list": Text("中小企业数字化转型试点名单", "list of the SME digital pilot"),
    "innovative-sme": Text("创新型中小企业", "innovative SMEs"),
}
CHECKED = {
    "two-sources": Text("两个来源", "two sources"),
    "one-source": Text("一个来源", "one source"),
    "unconfirmed": Text("待核实", "unconfirmed"),
    "not-applicable": Text("估算", "an estimate"),
}
SCALE_STANDINGS = {
    "in-force": Text("现行", "in force"),
    "in-use": Text("主管部门在用", "in use by an authority"),
    "draft": Text("草案", "a draft"),
    "not-seen": Text("文本未见", "no text seen"),
}
REGIONS = {
    "000000": Text("全国", "the whole country"),
    "440000": Text("广东省", "Guangdong"),
}
UNITS: Mapping[Unit, Text] = {
    Unit.PERCENT: Text("%", "%"),
    Unit.PERCENTAGE_POINTS: Text("个百分点", "percentage points"),
    Unit.WAN_YUAN: Text("万元", "10,000 yuan"),
    Unit.MILLISECONDS: Text("毫秒", "ms"),
    Unit.SECONDS: Text("秒", "seconds"),
    Unit.MINUTES: Text("分钟", "minutes"),
    Unit.HOURS: Text("小时", "hours"),
    Unit.DAYS: Text("天", "days"),
    Unit.MONTHS: Text("个月", "months"),
    Unit.YEARS: Text("年", "years"),
    Unit.TONNES: Text("吨", "t"),
    Unit.TONNES_PER_HOUR: Text("吨/小时", "t/h"),
    Unit.KILOGRAMS_PER_TONNE: Text("千克/吨", "kg/t"),
    Unit.KILOWATT_HOURS: Text("千瓦时", "kWh"),
    Unit.DEGREES_CELSIUS: Text("°C", "°C"),
    Unit.SQUARE_METRES: Text("平方米", "m²"),
    Unit.MILLIMETRES: Text("毫米", "mm"),
    Unit.LUMENS: Text("流明", "lm"),
    Unit.TIMES: Text("倍", "times"),
    Unit.BOTTLES_PER_SECOND: Text("瓶/秒", "bottles/s"),
    Unit.AGENTS: Text("个智能体", "agents"),
    Unit.BOARDS: Text("块", "boards"),
    Unit.BOXES: Text("箱", "boxes"),
    Unit.FIRMS: Text("家", "firms"),
    Unit.IMAGES: Text("张", "images"),
    Unit.ITEMS: Text("项", "items"),
    Unit.JIGS: Text("件", "jigs"),
    Unit.LINES: Text("条产线", "lines"),
    Unit.MODELS: Text("款", "models"),
    Unit.STEPS_OF_103: Text("道（共 103 道）", "of 103 steps"),
    Unit.ORDERS: Text("单", "orders"),
    Unit.PARTS: Text("件", "parts"),
    Unit.PERSON_TIMES: Text("人次", "person-times"),
    Unit.PERSONS: Text("人", "persons"),
    Unit.PIECES: Text("件", "pieces"),
    Unit.POINTS: Text("个", "points"),
    Unit.POSTS: Text("个岗位", "posts"),
    Unit.SCENARIOS: Text("个场景", "scenarios"),
    Unit.SETS: Text("套", "sets"),
    Unit.SOLUTIONS: Text("个", "solutions"),
    Unit.THOUSAND: Text("千", "thousand"),
    Unit.UNITS: Text("台", "units"),
}


@per_content
def names_of_places(content: Content) -> Mapping[str, Text]:
    """Return the names of all places by code, the country and the province among them."""
    return {**content.codes.places, **REGIONS}


@per_content
def names_of_standards(content: Content) -> Mapping[str, Text]:
    """Return the names of the standards by id."""
    return names_by_id(content.standards)


@per_content
def names_of_packages(content: Content) -> Mapping[str, Text]:
    """Return the names of all packages by id."""
    return names_by_id(content.packages.values())


def name_of_package(content: Content, name: str) -> Text | None:
    """Return what an id of a package or an earlier project is called today; None: unknown.

    An earlier project is called what took it over: a package, or a step of it.
    """
    package = package_of(content, name)
    if package is None:
        return None
    if whole_package(content, name) is not None:
        return package.name
    return next(step.name for step in package.steps if name in step.earlier)


def name_of_wish(content: Content, wish: str) -> Text:
    """Return a pain, or a goal that names a scene, in words; its id where nobody knows it."""
    known = names_of_pains(content).get(wish) or content.scenes.get(wish.removeprefix(SCENE))
    return known or Text(wish, wish)


def only_a_step(content: Content, name: str) -> Text | None:
    """Return that an id is a mere step of a package, in words; None where it is more."""
    package = package_of(content, name)
    if package is None or whole_package(content, name) is not None:
        return None
    return _ONLY_A_STEP.fill(package=package.name)


@per_content
def names_of_pains(content: Content) -> Mapping[str, Text]:
    """Return the pains by id, in the words of the question that asks for them."""
    return {
        choice.id: choice.text
        for fact in content.profile
        if fact.id == "pains"
        for choice in fact.choices
    }


@per_content
def names_of_measures(content: Content) -> Mapping[str, Text]:
    """Return the names of the measures of the action plan by id."""
    return names_by_id(content.measures.values())


def names_of(names: Mapping[str, Text], ids: Iterable[str]) -> Text:
    """Return several names as one text, an unknown id as it stands.

    Examples
    --------
    >>> names_of(SIZES, ["micro", "small"]).en
    'micro, small'
    """
    return joined(names.get(identity, Text(identity, identity)) for identity in ids)
