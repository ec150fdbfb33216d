--------------------------- MODULE LambdaAsAction ---------------------------
(* A function given by an expression is searched when it is applied. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == LET g == [k \in 0..3 |-> k = x \/ k < 3 \/ k > 1] IN g[x] /\ x < 3 /\ x' = x + 1 /\ y' = 0
=============================================================================
