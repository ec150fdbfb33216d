---------------------------- MODULE EnabledForms ----------------------------
(* ENABLED of actions, [A]_v, <<A>>_v and quantifiers, in actions and invariants. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

A == x < 2 /\ x' = x + 1 /\ y' = y
B == ENABLED A /\ y' = 1 /\ x' = x
C == ~ENABLED (x' = x + 1 /\ x < 2) /\ y' = 5 /\ x' = 0
Next == A \/ B \/ C
Inv == ENABLED A <=> x < 2
Inv2 == ENABLED <<A>>_x <=> x < 2
Inv3 == ENABLED [A]_x
Inv4 == ENABLED (\E k \in 1..3 : k > x /\ x' = k)
=============================================================================
