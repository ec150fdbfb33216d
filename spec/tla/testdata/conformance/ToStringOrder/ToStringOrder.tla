---------------------------- MODULE ToStringOrder ----------------------------
(* ToString writes sets and records in the order in which TLC keeps them.  *)
EXTENDS Integers, Sequences, TLC
VARIABLES step, val
Values == <<
  ToString([b |-> 1, a |-> 2]),
  ToString({"b", "a"}),
  ToString([x \in {"a", "b"} |-> x]),
  ToString({[b |-> 1, a |-> 2]}),
  ToString({[b |-> 2, a |-> 1], [b |-> 1, a |-> 2]}),
  ToString([a : {1}, b : {2}]),
  ToString([[b |-> 1, a |-> 2] EXCEPT !.a = 7]),
  ToString(CHOOSE x \in {[b |-> 1, a |-> 2]} : TRUE),
  ToString(<<{{"a"}, {"b"}}, {3, 1}>>),
  <<"a">> = "a",
  <<"a", "b">> = "a",
  <<>> = "",
  <<>> = "a",
  {} \cap {x \in SUBSET {1, 2} : 1 = "a"},
  {x \in SUBSET {1} : 1 = "a"} \cap {}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
