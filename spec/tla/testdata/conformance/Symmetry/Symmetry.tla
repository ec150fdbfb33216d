------------------------------ MODULE Symmetry ------------------------------
(* One state of each orbit.                                                *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS P
VARIABLES in, last
Init == in = {} /\ last \in P
Enter(p) == p \notin in /\ in' = in \cup {p} /\ last' = p
Leave(p) == p \in in /\ p # last /\ in' = in \ {p} /\ last' = last
Next == \E p \in P : Enter(p) \/ Leave(p)
Perms == Permutations(P)
Inv == Cardinality(in) <= 3
=============================================================================
