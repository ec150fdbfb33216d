----------------------------- MODULE ErrSubSeq ------------------------------
(* SubSeq beyond the end.                                                  *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  SubSeq(<<1, 2>>, 1, 3) \* refused: SubSeq
=============================================================================
