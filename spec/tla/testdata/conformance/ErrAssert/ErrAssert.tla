----------------------------- MODULE ErrAssert ------------------------------
(* Assert of what is false.                                                *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  Assert(1 = 2, "the message") \* refused: the message
=============================================================================
