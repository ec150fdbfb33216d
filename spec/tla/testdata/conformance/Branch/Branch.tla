------------------------------- MODULE Branch -------------------------------
(* IF, CASE and disjunctions in actions: where the search branches and how *)
(* actions are labelled.                                                   *)
EXTENDS Naturals
VARIABLES s, t
Init == s = 0 /\ t \in {0, 1}
Cond == IF s < 2 THEN s' = s + 1 /\ UNCHANGED t
                 ELSE \/ s' = 0 /\ t' = 1 - t
                      \/ s' = 1 /\ UNCHANGED t
Cas == CASE s = 0 -> t' = 1 /\ UNCHANGED s
         [] s = 1 -> UNCHANGED <<s, t>>
         [] OTHER -> t' = 0 /\ s' = s
Both == (s = 1 \/ t = 1) /\ (\E k \in {1, 2} : k > s) /\ s' = 2 /\ t' = t
Sub == \/ Cas
       \/ /\ t = 1
          /\ \E k \in {s} : s' = k /\ t' = 0
Dyn == \E k \in {s, t} : s' = k /\ t' = t
Next == \/ Cond
        \/ Sub
        \/ \E k \in {0, 1} : k = t /\ Both
        \/ Dyn
        \/ \E k \in {s} : Cas
=============================================================================
