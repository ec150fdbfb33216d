----------------------------- MODULE Precedence -----------------------------
(* Which operator takes which operands.                                    *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, val
Values == <<
  ~TRUE \/ TRUE,
  ~(TRUE \/ TRUE),
  ~1 = 2,
  FALSE /\ TRUE => FALSE,
  FALSE \/ TRUE <=> TRUE,
  (TRUE => FALSE) => FALSE,
  1 .. 3 \cup {5},
  1 .. 2 + 2,
  -1 .. 1,
  ({1, 2, 3} \ {1}) \cup {1},
  {1, 2} \cup ({2} \cap {3}),
  1 + 1 \in {2} \/ FALSE,
  <<1>> \o <<2>> = <<1, 2>>,
  1 :> 2 @@ 3 :> 4,
  1 :> 2 @@ 1 :> 3 @@ 2 :> 5,
  (1 :> 2) @@ ((1 :> 3) @@ (2 :> 5)),
  IF TRUE THEN 1 ELSE 2 + 10,
  (IF TRUE THEN 1 ELSE 2) + 10,
  \E x \in {1, 2} : (x = 1 /\ x = 2) \/ TRUE,
  (\A x \in {1, 2} : x = 1) \/ TRUE,
  {x \in 1 .. 3 : (x > 1 /\ x < 3) \/ x = 1},
  SUBSET {1} \cup {{2}},
  UNION {{1}, {2}} \cup {3},
  DOMAIN <<1, 2>> \cup {7},
  Cardinality({1, 2} \X {3}) * 2,
  {1} \X {2} = {<<1, 2>>},
  - 2 + 5,
  2 * (-3),
  10 - (4 % 3),
  ~ \E x \in {1} : x = 2,
  1 # 2 /\ 2 /= 3,
  [a |-> 1].a + 1,
  <<1, 2>>[1] + 1,
  LET a == 1 IN a + 1,
  CASE TRUE -> 1 + 1 [] FALSE -> 2
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
