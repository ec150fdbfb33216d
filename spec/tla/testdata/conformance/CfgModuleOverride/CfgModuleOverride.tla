------------------------- MODULE CfgModuleOverride --------------------------
(* A definition replaced in one module only.                               *)
EXTENDS Integers
VARIABLES x
B == INSTANCE Limits
Max == 5
Two == 2
Init == x = 0
Next == (x < Max /\ x' = x + 1) \/ (x > B!Top /\ x' = 0)
=============================================================================
