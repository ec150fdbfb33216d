---------------------------- MODULE SetOperators ----------------------------
(* The set operators, on intervals and on sets written out.                *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  {1, 2} \cup {2, 3},
  1 .. 3 \cup 5 .. 6,
  {1, 2} \cap {2, 3},
  1 .. 4 \cap 3 .. 9,
  {1, 2} \ {2},
  (1 .. 4) \ (2 .. 3),
  {} \cup {},
  {1} \subseteq {1, 2},
  {1, 3} \subseteq 1 .. 2,
  1 .. 2 \subseteq {1, 2},
  SUBSET {1, 2},
  SUBSET (SUBSET {}),
  UNION {{1}, {2, 3}, {}},
  UNION SUBSET {1, 2},
  {1, 2} \X {"a", "b"},
  {1} \X {2} \X {3},
  ({1} \X {2}) \X {3},
  {1} \X ({2} \X {3}),
  [{1, 2} -> {"a", "b"}],
  [{"a"} -> {1, 2}],
  [1 .. 2 -> {0}],
  [a : {1, 2}, b : {"x"}],
  Cardinality([1 .. 3 -> BOOLEAN]),
  Cardinality(SUBSET (1 .. 5)),
  Cardinality({{1, 2}, {2, 1}, {1}}),
  {1, 1, 2} = {2, 1},
  1 .. 3 = {3, 2, 1},
  {{1, 2}} = {1 .. 2},
  1 .. 2 \in {{1, 2}},
  {2} \in SUBSET (1 .. 3),
  4 \in 1 .. 3,
  3 \in 1 .. 3,
  0 \notin 1 .. 3,
  {x \in SUBSET {1, 2} : 1 \in x},
  {x \cup {3} : x \in SUBSET {1}},
  {<<x, y>> \in {1, 2} \X {1, 2} : x # y},
  {{}} \cup {{{}}},
  UNION {{{1}}, {{2}}},
  IsFiniteSet(SUBSET {1}),
  {f[1] : f \in [{1} -> {5, 6}]}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
