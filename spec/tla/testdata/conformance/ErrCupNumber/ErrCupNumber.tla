---------------------------- MODULE ErrCupNumber ----------------------------
(* A union with a number.                                                  *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  ({1} \cup 2) \* refused: set
=============================================================================
