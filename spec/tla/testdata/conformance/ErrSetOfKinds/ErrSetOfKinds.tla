--------------------------- MODULE ErrSetOfKinds ----------------------------
(* A set of a number and a string.                                         *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' = {1, "a"} \* refused: 
=============================================================================
