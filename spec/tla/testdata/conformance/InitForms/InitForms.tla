----------------------------- MODULE InitForms ------------------------------
(* Initial predicates with disjunction, \in, \E, IF, LET and tests; states *)
(* found twice count twice.                                                *)
EXTENDS Integers
VARIABLES x, y, z
Init == /\ x \in {0, 1} \/ x = 1
        /\ \E k \in {2, 3} : y = k - x
        /\ LET w == x + y IN IF w = 2 THEN z = w ELSE z \in {w, 9}
        /\ z # 3 \/ x = 0
Next == x' = z /\ y' = x /\ z' = y /\ z < 9
=============================================================================
