---- MODULE XmlAction ----
CONSTANT C
VARIABLE x
ASSUME P == C # {}
RECURSIVE f(_)
f(s) == IF s = C THEN s ELSE LET e == x IN f(e)
Init == x \in C
Next == \E a \in C : /\ x' = [x EXCEPT ![a] = @]
====
