@echo off
rem Starts Clearer. Needs a Java runtime, version 17 or newer: that of JAVA_HOME if it is set, or the one on the PATH.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>nul
if errorlevel 1 (
  echo clearer: Java is missing: install a Java runtime, version 17 or newer. 1>&2
  exit /b 1
)
"%java%" "@%~dp0lib\java.options" -jar "%~dp0clearer-app.jar" %*
exit /b %errorlevel%
