---------------------------- MODULE ErrTailEmpty ----------------------------
(* Tail of the empty sequence.                                             *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  Tail(<<>>) \* refused: Tail
=============================================================================
