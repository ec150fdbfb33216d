--------------------------- MODULE SymmetryOfTwo ----------------------------
(* Two symmetric sets and functions between them.                          *)
EXTENDS Integers, TLC
CONSTANTS P, Q, None
VARIABLES f
Init == f = [p \in P |-> None]
Set(p, q) == f[p] = None /\ f' = [f EXCEPT ![p] = q]
Clear(p) == f[p] # None /\ f' = [f EXCEPT ![p] = None]
Next == (\E p \in P, q \in Q : Set(p, q)) \/ \E p \in P : Clear(p)
Perms == Permutations(P) \cup Permutations(Q)
=============================================================================
