------------------------------ MODULE Override ------------------------------
(* Overrides of constants, operators and definitions by the configuration. *)
EXTENDS Naturals, FiniteSets, TLC
CONSTANTS Node, Owner(_), Quorum, None, Other
VARIABLES v, w
Guard(n, b) == b > v[n]
Anything(n, b) == TRUE
Limit == 100
Three == 3
First == CHOOSE n \in Node : ToString(n) = "a"
Second == CHOOSE n \in Node : ToString(n) = "b"
RoundRobin(b) == IF b % 2 = 0 THEN First ELSE Second
Majorities == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Init == v = [n \in Node |-> 0] /\ w = None
Raise(n, b) == Guard(n, b) /\ b < Limit /\ Owner(b) = n /\ v' = [v EXCEPT ![n] = b] /\ w' \in {Q \in Quorum : n \in Q}
Clear == w # None /\ w' = None /\ UNCHANGED v
Next == (\E n \in Node, b \in 1..4 : Raise(n, b)) \/ Clear
Inv == \A n \in Node : v[n] < Three
=============================================================================
