-------------------------- MODULE AssumptionFalse ---------------------------
(* A false assumption ends the run before the first state.                 *)
EXTENDS Integers
VARIABLE x
ASSUME 1 + 1 = 2
ASSUME Wrong == 1 + 1 = 3
Init == x = 0
Next == x' = x
=============================================================================
