"""What comes before all weighing, in ranks (ours): each is worth more than all after it."""

FOREMOST_WORTH, CURE_WORTH = 2500.0, 1500.0
"""What each of the foremost is worth (a first cure of each named pain, the base of the trade), and
then each further cure, where all before it in its order are there: more than all
that follows, so that no larger budget drops one for something else."""
FURTHER_IN_ORDER_WORTH = 20.0
"""What each further cure is worth, where those before it in its order are there: less than a step
of the spine, more than all that no pain asks for."""
FIRST_GRADE_WORTH = 5.0
"""What the cheapest grade of each of these is worth above another that does as well: a dearer one
is bought for a level, not for points."""
LEVEL_WORTH, SPINE_WORTH, WISH_WORTH = 450.0, 100.0, 14.0
"""What comes before all weighing, each more than what comes after it: each level aimed at (where
levels weigh and can be told) once the base is laid, each first step of the spine, each pain that a
package serves. So first steps come before everything, and no larger budget loses a level."""
EARLIER_STEP_WORTH = 10.0
"""What a first step of the spine is worth above the one that follows it: as many steps as may be,
but of two the one that the trade takes first."""
PAIN_FIRST_WORTH = 350.0
"""What each pain that a package serves is worth to a firm whose objective is its pains: more than
all first steps of the spine, so that no larger budget loses what serves it."""
LEVEL_AFTER_PAINS = 12.0
"""What the highest level aimed at is worth to a firm whose objective is its pains."""
MORE_WISHES_WORTH, LATER_SPINE_WORTH, AI_WORTH = 2.0, 1.5, 2.5
"""What comes after these and is not weighed either: each package that serves a wish, up to half of
what begins in a year; each later open step of the spine; a first use of AI that the trade runs,
more than one later step and less than two."""
FURTHER_CURE_WORTH, OF_FIRST_PAIN = 0.1, 2.0
"""What each package that serves a wish is worth beside that, where the firm names its money, and
how many times as much where it serves the first pain: more than its price takes off, where it is
no dearer than all that a firm usually spends. Money that lies idle while something for a pain is
open helps nobody."""
