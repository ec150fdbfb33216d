------------------------- MODULE ImplicationAssigns -------------------------
(* An implication assigns if its left side holds. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == (x < 2 => x' = x + 1) /\ y' = 0 /\ x' = (IF x < 2 THEN x + 1 ELSE x)
=============================================================================
