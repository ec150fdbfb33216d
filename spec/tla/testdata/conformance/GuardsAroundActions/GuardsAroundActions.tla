------------------------ MODULE GuardsAroundActions -------------------------
(* Next with conjuncts around a choice of actions and quantifiers over     *)
(* several sets.                                                           *)
EXTENDS Integers
CONSTANTS Node
VARIABLES owner, turn
Init == owner = [n \in Node |-> 0] /\ turn = 0
Take(n, k) == owner[n] < k /\ owner' = [owner EXCEPT ![n] = k]
Drop(n) == owner[n] > 0 /\ owner' = [owner EXCEPT ![n] = 0]
Next == /\ turn < 3
        /\ \/ \E n \in Node, k \in 1 .. 2 : Take(n, k)
           \/ \E n \in Node : Drop(n)
        /\ turn' = turn + 1
=============================================================================
