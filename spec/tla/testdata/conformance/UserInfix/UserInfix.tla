----------------------------- MODULE UserInfix ------------------------------
(* Operators that the module defines with symbols of its own.              *)
EXTENDS Integers, Sequences
a ++ b == a * 10 + b
a ** b == a \cup b
a ## b == b \o a
a && b == a - b
a \oplus b == <<a, b>>
a \prec b == a < b
a^+ == a + 1
a ?? b == IF a > b THEN a ELSE b
VARIABLES step, val
Values == <<
  1 ++ 2,
  {1} ** {2},
  <<1>> ## <<2>>,
  3 && 4 ++ 1,
  1 \oplus 2,
  2 \prec 3,
  5 ^+,
  1 ?? 2
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
