---------------------------- MODULE Quantifiers -----------------------------
(* Empty and several bounds, tuples of variables, a bound that is an       *)
(* expression of an outer variable.                                        *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  \E x \in {} : TRUE,
  \A x \in {} : FALSE,
  \E x \in {1, 2}, y \in {} : TRUE,
  \A x \in {1, 2}, y \in {} : FALSE,
  \E x, y \in {1, 2} : x + y = 4,
  \A x, y \in {1, 2}, z \in {3} : x + y <= z + 1,
  \E x \in {1, 2}, y \in {3, 4} : x + y = 7,
  \E <<x, y>> \in {<<1, 2>>, <<3, 4>>} : x + y = 7,
  \A <<x, y>> \in {<<1, 2>>, <<3, 4>>}, z \in {1} : x < y + z,
  \E x \in {1, 2} : \A y \in x .. 2 : y = 2,
  {x \in 1 .. 6 : \E y \in 1 .. x : y * y = x},
  {<<x, y>> \in (1 .. 3) \X (1 .. 3) : x < y},
  {x + y : x \in {1, 2}, y \in {10, 20}},
  {x + y : x, y \in {1, 2}},
  {<<x, y>> : x \in {1, 2}, y \in {"a"}},
  {x - y : <<x, y>> \in {<<5, 1>>, <<6, 2>>}},
  {{x, y} : x, y \in {1, 2}},
  {x \in {} : TRUE},
  {1 : x \in {}},
  Cardinality({x \in SUBSET (1 .. 3) : Cardinality(x) = 2}),
  \E f \in [{1, 2} -> {1, 2}] : f[1] = 2 /\ f[2] = 1,
  \A s \in SUBSET {1, 2} : s \subseteq {1, 2}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
