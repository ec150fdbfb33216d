--------------------------- MODULE Subexpressions ---------------------------
(* Parts of definitions by their position.                                 *)
EXTENDS Integers, Sequences
Sum == 1 + (2 * 3)
Cond == IF 1 < 2 THEN 5 + 6 ELSE 7
Pair == <<4, 5>>
Let == 5 * 2
Lab == 7 + part :: (2 * 4)
VARIABLES step, val
Values == <<
  Sum!1,
  Sum!2,
  Sum!2!1,
  Cond!1,
  Cond!2!1,
  Pair!2,
  Let!:,
  Lab!part
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
