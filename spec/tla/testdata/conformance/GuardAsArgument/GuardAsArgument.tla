--------------------------- MODULE GuardAsArgument --------------------------
(* An action and a guard as arguments are searched where they are used. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Guard(p) == p /\ x' = x + 1
Upd(e) == e
Next == x < 3 /\ Guard(\E k \in 1..3 : k > 1) /\ Upd(y' = x)
=============================================================================
