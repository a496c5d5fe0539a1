"""What the card of a model says in words: its first lines, its measures, its shifts."""

from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.text import Text

TRAINING = Text(
    "由模拟企业训练，现场核实样本：{visits} 家。没有特别说明的数，都不是在真实企业上量出来的。",
    "Estimated from simulated firms, {visits} verified visits: no figure here has been measured "
    "on real firms unless it says so.",
)
LEVEL_BY = {
    "model": Text("级别用模型估的。", "The level served is the model's."),
    "deflated-rule": Text(
        "级别不用模型估的，用规则打折后的：每个分档答案先减 0.25 再打分。",
        "The level served is the deflated rule's.",
    ),
    "model-for-blanks": Text(
        "设了门槛的部分里，整块没答的加起来占到总分量 {share}，级别就用模型估的；"
        "别的都用规则打折后的：每个分档答案先减 0.25 再打分。",
        "Where parts that a gate needs have no answer at all and weigh {share} or more of the "
        "whole, the level served is the model's; on all other sheets it is the deflated rule's.",
    ),
}
SERVED = Text(
    "这样分着用，和一律用打折规则比（平均的一致程度之差，正数是更准；前面是缺多少答案）：{gains}；"
    "最差的一处 {worst}（{place}）。",
    "So served, the mean gain in kappa on the deflated rule alone is, by what is missing: "
    "{gains}; at the worst it is {worst} ({place}).",
)
WHY = Text(
    "模型自己和打折规则比一致程度（kappa，分六级，正数是模型好）：缺四分之一答案时平均 {gain_25}，"
    "缺一半时平均 {gain_50}，最差的一处 {worst}（{place}）。",
    "Over home and shifts the model gains {gain_25} kappa on the rule on (answers − 0.25) at a "
    "quarter missing and {gain_50} at half; at the worst it is {worst} ({place}).",
)
MISSED = Text("没做到的：{missed}。", "Missed: {missed}.")
MISSED_OF_ONE_TRAIT = Text(
    "另有几条要求，是在各题同高同低的模拟企业上定的，也没做到：{missed}。",
    "Missed too, of limits that were set in worlds where one trait explains most answers: "
    "{missed}.",
)
MISSED_ONE = Text("{measure}：{value}（{limit}）", "{measure}: {value} ({limit})")
MISSED_IN_SHIFTS = Text(
    "{measure}：最差 {value}（{limit}；{place}；{shifts} 类企业里有 {missed_in} 类没做到）",
    "{measure}: {value} at the worst ({limit}; {place}; missed in {missed_in} of {shifts} kinds "
    "of worlds)",
)
AT_LEAST = Text("要求至少 {limit}", "at least {limit}")
AT_MOST = Text("要求最多 {limit}", "at most {limit}")
NOTHING_MISSED = Text("下面的要求都做到了。", "Every limit below holds.")
PURPOSE = Text(
    "自评答得不全，也往往偏高。模型估的是：顾问到现场核实后可能定哪一级，和规则打的级别放在一起看。",
    "An estimate of the level that a consultant would verify on site, from an incomplete "
    "self-assessment, beside the level by rule.",
)
NOT_FOR = (
    Text(
        "代替规则打的级别，或代替有资质机构的评估",
        "replacing the level by rule or an assessment by an accredited body",
    ),
    Text(
        "决定给不给钱、给企业排名、点名",
        "deciding on money, ranking firms, or naming firms",
    ),
    Text("认定 5 级：要到现场才行", "confirming level 5: only a visit does that"),
    Text(
        "说明真实企业高估了多少：这里只是假设",
        "claiming how much real firms overrate themselves: inflation is an assumption",
    ),
)
MEASURES = {
    "gain_25": Text(
        "缺四分之一答案时比打折规则平均高多少（kappa）",
        "mean gain in kappa on the deflated rule, a quarter missing",
    ),
    "gain_50": Text(
        "缺一半答案时比打折规则平均高多少", "mean gain on the deflated rule, half missing"
    ),
    "gain_least": Text(
        "比打折规则高多少，缺多少答案都算", "gain on the deflated rule, whatever is missing"
    ),
    "severe_25": Text("模型错两级以上的比例", "wrong by two levels or more, the model"),
    "severe_served_25": Text(
        "实际给的级别错两级以上的比例", "wrong by two levels or more, the level served"
    ),
    "home_coverage": Text("可能级别的范围包含真实级别的比例", "sets that hold the level, at home"),
    "home_set_size": Text("范围平均含几级", "levels in a set, at home"),
    "least_coverage": Text(
        "换一批不一样的企业，范围的包含比例", "sets that hold the level, shifted"
    ),
    "largest_set": Text("换一批企业，范围平均含几级", "levels in a set, shifted"),
    "largest_set_80": Text("缺八成时范围平均含几级", "levels in a set, 80 % missing too"),
    **{
        f"coverage_level_{level}": Text(
            f"真实级别是 {level} 级的企业，范围的包含比例",
            f"sets that hold a true level {level}",
        )
        for level in range(LEVELS + 1)
    },
    "coverage_sizes": Text(
        "最差的一类规模，范围的包含比例", "sets that hold the level, worst size class"
    ),
    "coverage_types": Text(
        "流程型和离散型中差的一类，包含比例", "sets that hold the level, worst production type"
    ),
    "coverage_channels": Text("最差的渠道，包含比例", "sets that hold the level, worst channel"),
    "coverage_industries": Text(
        "最差的行业，包含比例", "sets that hold the level, worst industry"
    ),
    "best_five_enough": Text("只答最好五题也给级别的比例", "a level from the five best answers"),
    "best_half_coverage": Text(
        "只答最好一半时的包含比例", "sets that hold the level, the best half answered"
    ),
    "first_visits": Text(
        "近半企业高估很多的地区，核实 5 家、每家 5 题之后的一致程度",
        "agreement after 5 visits of 5 checks where nearly half claim far too much",
    ),
    "gain_of_checks": Text(
        "每家核对 5 题之后，一致程度高了多少", "gain in agreement by 5 checks of each firm"
    ),
    "promised_90": Text("答应九成把握，级别不变的比例", "the promise of .90"),
    "promised_95": Text("答应九成五把握时的同一比例", "the promise of .95"),
    "promised_98": Text("答应九成八把握时的同一比例", "the promise of .98"),
    "questions_90": Text("答应九成把握时平均问几题", "questions for the promise of .90"),
    "questions_95": Text("答应九成五把握时平均问几题", "questions for the promise of .95"),
    "falls": Text("答案变好、结果反而变差的次数", "better answers that lowered anything"),
    "one_firm_us": Text("算一家企业要多少微秒", "microseconds for one firm"),
    "qwk_25": Text("缺四分之一答案时与核实级别的一致程度", "agreement, a quarter missing"),
    "qwk_50": Text("缺一半答案时的一致程度", "agreement, half missing"),
    "qwk_80": Text("缺八成答案时的一致程度", "agreement, 80 % missing"),
    "abstained_25": Text("缺四分之一时不给级别的比例", "no level, a quarter missing"),
    "abstained_80": Text("缺八成时不给级别的比例", "no level, 80 % missing"),
    "ece_25": Text("概率报得准不准（误差）", "error of the probabilities"),
    "rps_25": Text("概率总误差", "ranked probability score"),
    "attribution_error": Text("各项影响加起来的误差", "error of the parts summed up"),
}
SHIFTS = {
    "new-worlds": Text("和训练时同一类的新企业", "new worlds like the training ones"),
    "heavy-inflation": Text("将近一半企业高估很多", "nearly half claim far too much"),
    "no-inflation": Text("没有企业高估", "every firm is honest"),
    "noisy-judgement": Text("题题都答得不准", "answers are misjudged"),
    "weak-items": Text("单个题目说明不了什么", "items tell little"),
    "loose-items": Text("一家企业各题之间关系松", "answers hang together little"),
    "tight-items": Text("一家企业各题同高同低", "answers hang together closely"),
    "steep-sizes": Text("大企业远远领先微型企业", "large firms are far ahead"),
    "eager-channels": Text("哪个渠道来的都高估", "every channel makes firms claim more"),
    "process-firms": Text("大多是流程型企业", "most firms are process firms"),
    "uneven-items": Text("题目难易很不一样", "items are unevenly hard"),
    "careless": Text("很多企业随手乱填", "many careless firms"),
    "halo": Text("凭一个总印象答所有题", "one impression colours all"),
    "weak-spots-hidden": Text("弱项不答", "low answers are left out"),
    "sections-skipped": Text("整块整块不答", "whole parts are left out"),
    "break-off": Text("都答到一半就停", "every firm stops part of the way"),
    "half-steps": Text("多数答案在两档之间", "most answers between two steps"),
    "higher-mix": Text("高级别企业多得多", "many more firms at levels 3 to 5"),
    "many-cuts": Text("能剪的业务剪掉一半", "half of what may be cut is cut"),
}
WINNERS = {
    "model": Text("模型", "model"),
    "deflated-rule": Text("打折规则", "deflated rule"),
    "plain-rule": Text("规则", "plain rule"),
}
NOT_FOR_TITLE = Text("不能拿来", "Not for")
LIMITS_TITLE = Text("要做到的", "What must hold")
SHIFTS_TITLE = Text("换不同的企业试", "Per shift, both rules beside")
READING = Text(
    "三列一致程度都按六级算，1 是完全一致。打折规则：每个分档答案先减 0.25，再按规则打分。",
    "Kappas are over six levels. Deflated rule: the rule on answers of ladders less 0.25.",
)
ASSUMED_TITLE = Text("都是假设", "What is assumed")
ASSUMED = Text(
    "企业是模拟出来的。只有自评级别的分布有公开数；高估多少、怎么漏答、渠道差别，都是假设，"
    "取值范围都列在英文卡片 `card.md` 里。",
    "Firms are simulated. Only the shares of self-diagnosed levels are published; how much firms "
    "overstate, leave out and differ by channel is assumed, every range stands in `card.md`.",
)
LIMIT_COLUMNS = (
    Text("看什么", "measure"),
    Text("结果", "value"),
    Text("要求", "limit"),
    Text("最差的是哪类企业", "worst in"),
    Text("几类企业没做到", "missed in"),
    Text("做到没有", "holds"),
)
HOLDS, FAILS = Text("做到", "yes"), Text("没做到", "no")
SHIFT_COLUMNS = (
    Text("什么样的企业", "shift"),
    Text("缺多少答案", "missing"),
    Text("模型", "model"),
    Text("打折规则", "deflated rule"),
    Text("规则", "plain rule"),
    Text("谁最准", "wins"),
    Text("错两级以上", "severe"),
    Text("范围包含真实级别", "coverage"),
    Text("范围含几级", "levels in a set"),
)
