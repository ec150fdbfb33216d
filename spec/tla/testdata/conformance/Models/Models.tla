------------------------------- MODULE Models -------------------------------
(* Model values, strings, constants that are sets; a constraint and an     *)
(* action constraint.                                                      *)
EXTENDS Naturals, Sequences
CONSTANTS A, Nil, Text
VARIABLES x, y
Init == x = Nil /\ y = <<>>
Put(a) == /\ a # Nil /\ x # a
          /\ x' = a
          /\ y' = Append(y, IF a = Nil THEN Text ELSE a)
Next == \E a \in A : Put(a)
Spec == Init /\ [][Next]_<<x, y>>
Short == Len(y) < 4
NoText == \A i \in DOMAIN y' : y'[i] # Text \/ i < 3
TypeOK == x \in A \cup {Nil} /\ Len(y) <= 4
=============================================================================
