------------------------------- MODULE Level --------------------------------
(* The level of a state, in actions, constraints and invariants.           *)
EXTENDS Integers, TLC
VARIABLES x, l
Init == x = 0 /\ l = 0
Next == x < 9 /\ x' = x + 1 /\ l' = TLCGet("level")
Deep == TLCGet("level") < 5
Inv == TLCGet("level") < 99
=============================================================================
