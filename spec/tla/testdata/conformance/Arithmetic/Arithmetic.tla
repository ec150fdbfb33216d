----------------------------- MODULE Arithmetic -----------------------------
(* Signs of division and remainder, powers, and how tightly operators      *)
(* bind.                                                                   *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  7 \div 2,
  (-7) \div 2,
  -7 \div 2,
  7 \div (-2),
  (-7) \div (-2),
  7 % 3,
  (-7) % 3,
  -7 % 3,
  6 % 3,
  (-6) % 3,
  (-6) \div 3,
  2^10,
  2^0,
  0^3,
  (-2)^3,
  -2^2,
  1 - 2 - 3,
  1 - (2 - 3),
  (24 \div 4) \div 2,
  24 \div (4 \div 2),
  2 * 3 + 4 * 5,
  2 + 3 * 4 - 1,
  7 - -3,
  - - 3,
  <<1 < 2, 2 < 1, 1 < 1, 1 <= 1, 2 <= 1, 1 >= 1, 1 >= 2, 2 > 1, 1 > 1, -1 < 0>>,
  <<1 \leq 1, 1 =< 2, 2 \geq 3>>,
  2147483647,
  -2147483647 - 1,
  2147483646 + 1,
  46340 * 46340,
  2^30 + (2^30 - 1)
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
