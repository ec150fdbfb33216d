----------------------------- MODULE ToStringOf -----------------------------
(* ToString of every kind of value.                                        *)
EXTENDS Integers, Sequences, TLC
CONSTANTS A, B
VARIABLES step, val
Values == <<
  ToString(1),
  ToString(-1),
  ToString("a"),
  ToString("q\"q"),
  ToString(TRUE),
  ToString(A),
  ToString(<<>>),
  ToString(<<1, "a", <<>>>>),
  ToString({}),
  ToString({2, 1}),
  ToString({"b", "a"}),
  ToString([a |-> 1, b |-> {TRUE}]),
  ToString([x \in {0, 1} |-> x]),
  ToString([x \in {"a"} |-> x]),
  ToString(SUBSET {1, 2}),
  ToString({1} \X {2}),
  ToString([{1} -> {2, 3}]),
  ToString(Permutations({1, 2})),
  ToString(<<1>> \o <<2>>),
  ToString({A, B}),
  ToString({<<2, 1>>, <<1, 2>>})
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
