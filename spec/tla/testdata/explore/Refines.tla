---- MODULE Refines ----
EXTENDS Naturals, Sequences
CONSTANT Max
VARIABLES q, other
vars == <<q, other>>
Init == q = <<>> /\ other = 0
Push == Len(q) < Max /\ q' = Append(q, other) /\ UNCHANGED other
Clear == Len(q) = Max /\ q' = <<>> /\ UNCHANGED other
Tick == other' = 1 - other /\ UNCHANGED q
Jump == q = <<>> /\ q' = <<0, 0>> /\ UNCHANGED other
Next == Push \/ Clear \/ Tick
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
Jumping == Init /\ [][Next \/ Jump]_vars
LateInit == q = <<0>> /\ other = 0
Late == LateInit /\ [][Next]_vars

A == INSTANCE Steps WITH n <- Len(q)
P(m) == INSTANCE Steps WITH n <- Len(q), Max <- m
Refined == A!Spec
RefinedByParameter == P(Max)!Spec
RefinedByWrong == P(1)!Spec
RefinedLive == A!Live
Bound == LET most == Max IN [](Len(q) <= most)
AlwaysBelow(m) == [](Len(q) < m)
Below2 == AlwaysBelow(2)
EachBelow == \A m \in {Max, Max + 1} : [](Len(q) <= m)
EachStep == \A m \in 0..1 : [][m = 0 => Len(q') # 2]_q
Mixed == A!Spec /\ <>(other = 1) /\ [](other \in 0..1)
Either == [](q = <<>>) \/ [](other = 0)
Nested == [][](Len(q) <= Max)
NestedBelow == []([](Len(q) < 2) /\ other \in 0..1)
Fair == \A i \in {0} : SF_vars(Tick)
Leads == (other = 0) ~> (other = 1)
Implied == Refined => [](other = 0)
OneStep == Len(q') <= Max
====
