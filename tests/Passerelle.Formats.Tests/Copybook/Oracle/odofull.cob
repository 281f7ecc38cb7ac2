      * Writes records of one length: -fcomplex-odo without -fodoslide
      * leaves items behind a table at the place behind its last
      * possible occurrence.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. ODOFULL.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT OUT-FILE ASSIGN TO "odofull.dat"
               ORGANIZATION IS SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  OUT-FILE.
       01  OUT-RECORD          PIC X(70).
       WORKING-STORAGE SECTION.
       01  N                   PIC 9(2).
       01  I                   PIC 9(2).
       01  PAY-STEP            PIC S9(3)V99 VALUE -10.50.
       01  PART-STEP           PIC S9V99 VALUE 1.25.
       COPY "odofull.cpy".
       LINKAGE SECTION.
       01  RAW                 PIC X(70).
       PROCEDURE DIVISION.
           OPEN OUTPUT OUT-FILE
           SET ADDRESS OF RAW TO ADDRESS OF ODO-REC
           PERFORM VARYING N FROM 0 BY 1 UNTIL N > 5
               PERFORM FILL-RECORD
               MOVE RAW TO OUT-RECORD
               WRITE OUT-RECORD
           END-PERFORM
           CLOSE OUT-FILE
           STOP RUN.
       FILL-RECORD.
           MOVE N TO REC-NO
           MOVE 4 TO LINE-COUNT
           MOVE 3 TO PAY-COUNT
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > 4
               COMPUTE LINE-NO(I) = N * 10 + I
               COMPUTE LINE-AMOUNT(I) = N * 100 - I * PART-STEP
           END-PERFORM
           MOVE "AFTER" TO AFTER-LINES
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > 3
               COMPUTE PAY-AMOUNT(I) = N * PAY-STEP + I
           END-PERFORM
           COMPUTE AFTER-PAYMENTS = 7000 + N
           COMPUTE LINE-COUNT = FUNCTION MOD(N, 5)
           COMPUTE PAY-COUNT = FUNCTION MOD(N, 3) + 1.
