"""Services that record decisions. Only people decide; nothing is overwritten, only superseded."""

from mapper.reviews.bulk import (
    MAX_CELLS,
    BulkJudging,
    BulkPlan,
    BulkResult,
    Cell,
    PassedOver,
    judge_many,
    plan_bulk,
    plan_of,
    withdraw_batch,
)
from mapper.reviews.chains import (
    CERTAINTIES,
    MAX_REASON,
    check_reason,
    check_request,
    part_of,
    refuse_when_approved,
    standing_decision,
)
from mapper.reviews.judging import Judging, decide, withdraw
from mapper.reviews.nothing_here import gave_way
from mapper.reviews.pace import criteria_per_hour
from mapper.reviews.reasons import reason_wanted
from mapper.reviews.sets import MAX_MEMBERS, Declaring, declare_set
from mapper.reviews.subjects import own_criterion, wording_seen

__all__ = [
    "CERTAINTIES",
    "MAX_CELLS",
    "MAX_MEMBERS",
    "MAX_REASON",
    "BulkJudging",
    "BulkPlan",
    "BulkResult",
    "Cell",
    "Declaring",
    "Judging",
    "PassedOver",
    "check_reason",
    "check_request",
    "criteria_per_hour",
    "decide",
    "declare_set",
    "gave_way",
    "judge_many",
    "own_criterion",
    "part_of",
    "plan_bulk",
    "plan_of",
    "reason_wanted",
    "refuse_when_approved",
    "standing_decision",
    "withdraw",
    "withdraw_batch",
    "wording_seen",
]
