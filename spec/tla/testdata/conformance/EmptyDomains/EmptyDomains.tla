---------------------------- MODULE EmptyDomains ----------------------------
(* Nothing to choose from: sets of functions, tuples, records and subsets. *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  [{} -> {1, 2}],
  [{1, 2} -> {}],
  [{} -> {}],
  SUBSET {},
  UNION {},
  UNION {{}},
  {} \X {1},
  {1} \X {} \X {2},
  [a : {}],
  [a : {1}, b : {}],
  1 .. 0,
  5 .. 3,
  1 .. 0 = {},
  Cardinality({}),
  DOMAIN <<>>,
  [x \in {} |-> x],
  <<>>,
  <<>> \o <<>>,
  <<>> \in Seq({}),
  <<1>> \in Seq({}),
  [a |-> 1] \in [a : {}],
  {} \subseteq {},
  {} \in SUBSET {},
  {x \in {} : x},
  {} = 1 .. 0,
  {1} \cap {2}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
