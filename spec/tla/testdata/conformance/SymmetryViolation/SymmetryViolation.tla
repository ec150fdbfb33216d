------------------------- MODULE SymmetryViolation --------------------------
(* An invariant that breaks under symmetry.                                *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS P
VARIABLES in
Init == in = {}
Next == \E p \in P : p \notin in /\ in' = in \cup {p}
Perms == Permutations(P)
Two == Cardinality(in) < 2
=============================================================================
