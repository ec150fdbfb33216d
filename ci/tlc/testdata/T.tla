---- MODULE T ----
EXTENDS Naturals
CONSTANT Max
VARIABLES x, y
Guard(n) == x < n
Up == Guard(Max) /\ x' = x + 1 /\ y' = y
Flip == y' = 1 - y /\ x' = x
Next == Up \/ Flip
Init == x = 0 /\ y = 0
Small == x <= Max
Never == ~(x = 2 /\ y = 1)
Spec == Init /\ [][Next]_<<x,y>> /\ WF_<<x,y>>(Up)
Live == <>(x = Max)
Act == [][x' >= x]_x
Deadlocking == Up
BadAct == [][x' = x]_x
BadLive == <>(x = Max + 1)
Any(n) == TRUE
NotZero == x > 0
ASSUME Max > 1
====
