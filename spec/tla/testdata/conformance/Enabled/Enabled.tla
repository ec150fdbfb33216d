------------------------------ MODULE Enabled -------------------------------
(* ENABLED in guards and in invariants, of actions with parameters, of     *)
(* unions of actions.                                                      *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Up(k) == x + k <= 3 /\ x' = x + k /\ UNCHANGED y
Mark == ~ENABLED Up(2) /\ y = 0 /\ y' = 1 /\ UNCHANGED x
Clear == ENABLED (Up(1) \/ Mark) /\ y = 1 /\ y' = 0 /\ x' = 0
Never == ENABLED (x' = 1 /\ x' = 2 /\ y' = y) /\ x' = 9 /\ y' = 9
Odd == ENABLED (\E k \in {1, 3} : Up(k) /\ x' = 3) /\ y' = 1 - y /\ x' = x
Next == (\E k \in {1, 2} : Up(k)) \/ Mark \/ Clear \/ Never \/ Odd
Inv == ENABLED Next \/ x = 3
Fine == ENABLED <<Up(1)>>_x <=> x < 3
=============================================================================
