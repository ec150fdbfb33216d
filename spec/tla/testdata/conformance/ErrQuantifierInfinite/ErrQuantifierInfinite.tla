----------------------- MODULE ErrQuantifierInfinite ------------------------
(* A quantifier over an infinite set.                                      *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  (\A k \in Nat : k >= 0) \* refused: 
=============================================================================
