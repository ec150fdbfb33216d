-------------------------- MODULE FunctionAsAction --------------------------
(* A recursive function that is applied as an action is searched. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

SA(b) == LET f[k \in 0..b] == \/ k = 0 \/ \E c \in 0..(k-1) : f[c] IN f[b]
Next == \E b \in 0..2 : SA(b) /\ x' = b /\ y' = 0
=============================================================================
