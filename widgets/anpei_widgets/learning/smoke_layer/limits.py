"""What the model of smoke in a corridor leaves out, as its learners read it."""

LIMITS = (
    "这是教学用的简单模型：走廊当成一个封闭的盒子，没有风、没有排烟、不算毒气，行走速度是假定的。",
    "它只用来比较“怎么选更好”，不能用来判断真实的建筑，更不是允许你多待几秒的依据。",
)
