-------------------------------- MODULE Lazy --------------------------------
(* What is not needed is not evaluated: each of these would be an error if *)
(* it were.                                                                *)
EXTENDS Integers, Sequences, TLC
Unused(a, b) == b
VARIABLES step, val
Values == <<
  FALSE /\ 1 \div 0 = 1,
  TRUE \/ Head(<<>>) = 1,
  FALSE => 1 + "a" = 2,
  IF TRUE THEN 1 ELSE 1 \div 0,
  IF 1 = 2 THEN CHOOSE x \in {} : TRUE ELSE 5,
  CASE TRUE -> 1 [] TRUE -> 1 \div 0,
  CASE 1 = 1 -> "first" [] OTHER -> Head(<<>>),
  \E x \in {1, 2, 3} : x = 1 \/ x \div 0 = 1,
  \A x \in {1, 2, 3} : x > 1 /\ x \div 0 = 1,
  LET bad == 1 \div 0 IN 3,
  Unused(1 \div 0, 4),
  {x \in {1, 2} : x = 1 \/ 1 \div (x - 1) = 1},
  /\ FALSE,
  FALSE,
  [x \in {} |-> 1 \div 0],
  {1 \div 0 : x \in {}},
  <<>> = <<>> \/ Assert(FALSE, "no"),
  CHOOSE x \in {1, 2, 3} : x = 1 \/ x \div 0 = 1
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
