------------------------- MODULE ErrDivisionByZero --------------------------
(* Division by zero.                                                       *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  5 \div 0 \* refused: zero
=============================================================================
